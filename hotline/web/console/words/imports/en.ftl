### Members from a spreadsheet.

menu-import = Import members
sheet-how = Adds members with what they offer, or updates those who are there. Nobody is texted. At most { $count } rows in 24 hours.
sheet-file = The sheet, as CSV
sheet-hint = In Excel: “Save as”, “CSV UTF-8”. In LibreOffice and Google Sheets: save or download as CSV (UTF-8).
sheet-look = Look at it first
sheet-columns = Columns
column-name = what the team calls them
column-phone = with or without a country code
column-language = ids with ; between them, the first is theirs:
column-ids = ids with ; between them:
column-level = 0 to 3
column-by = need not be there:
sheet-takes-two = To raise somebody to level 2 or 3 takes two people: by a sheet they come to level 1 at most, and keep what they have. Raise them on their own page.
sheet-plan = What is in the sheet
sheet-good = { $count ->
    [0] No good row.
    [one] { $count } good row. Which of them are members already is told after they were taken in.
   *[other] { $count } good rows. How many of them are members already is told after they were taken in.
  }
sheet-left = { $count ->
    [0] This cannot be taken in now: this account has taken in as many rows as it may in 24 hours. The rest can come tomorrow, or from whoever runs the server.
    [one] This cannot be taken in now: of this account { $count } row more can be taken in within 24 hours. Please split the sheet; the rest can come tomorrow, or from whoever runs the server.
   *[other] This cannot be taken in now: of this account { $count } rows more can be taken in within 24 hours. Please split the sheet; the rest can come tomorrow, or from whoever runs the server.
  }
sheet-too-many = Nothing was taken in: these are more rows than this account may take in within 24 hours.
sheet-late = { $count ->
    [one] { $count } row was left out: the account has taken in as many as it may in 24 hours.
   *[other] { $count } rows were left out: the account has taken in as many as it may in 24 hours.
  }
sheet-twice = { $count ->
    [one] { $count } row has a number that stands further up already: the last one counts
   *[other] { $count } rows have a number that stands further up already: the last one counts
  }
sheet-bad = { $count ->
    [0] No bad row.
    [one] { $count } bad row is left out.
   *[other] { $count } bad rows are left out.
  }
sheet-bad-rows = Bad rows
sheet-line = Line { $line }:
sheet-more = There are more of these.
sheet-sure = Members who rest or have left go on doing so. An import cannot be undone.
sheet-take = Import the good rows
sheet-other = Choose another file
sheet-done = Imported
sheet-added = { $count ->
    [0] Nobody added.
    [one] { $count } member added.
   *[other] { $count } members added.
  }
sheet-updated = { $count ->
    [0] Nobody updated.
    [one] { $count } member updated.
   *[other] { $count } members updated.
  }
sheet-gone = The sheet is not kept any more. Please choose it once more.
no-sheet-workbook = That is a workbook. Please save the sheet as CSV UTF-8 and choose that file.
no-sheet-encoding = The letters of this file cannot be read. Please save the sheet as CSV UTF-8.
no-sheet-empty = There is nothing in this file.
no-sheet-long = That is too much at once. Please split the sheet.
bad-columns = the column { $missing } is missing; the columns are { $known }
bad-sheet = from here on this is no CSV; please save the sheet once more as CSV UTF-8
bad-number = phone: that is no phone number; a country code may be missing
bad-country = phone: texts may not go to that country; they may go to { $known }
bad-unknown = { $column }: “{ $value }” is not one of { $known }
bad-level = level: please give 0, 1, 2 or 3
bad-by = by: please give text or call
