### Texts that were not understood, and the words that the line learns from them.

menu-learning = New words
learning-how = These texts were not understood, or only after a question. Numbers and names are struck out, and nothing says who wrote them. Say what was meant: leave only the word or phrase that means it, then press the meaning. Once the same was said of texts of two different people, the line understands it. A yes or a no takes a second person besides.
learning-texts = Not understood
learning-count = { $count ->
    [0] Nothing waits.
    [one] { $count } text.
   *[other] { $count } texts; up to ten are shown at once.
  }
learning-asked = It was understood only after a question.
learning-phrase = The word that means it
learning-area = Or an area
learning-area-go = It is this area
learning-none = No text waits.
learning-waiting = Not learned yet
learning-second = Have a second person agree
learning-drop = Drop it
learning-learned = What the line has learned
learning-undo = Take it back
learning-learned-none = Nothing yet.
learning-kept = Texts go after the time for which the words of texts are kept here, as does what was said only once.
means-yes = Yes
means-no = No
means-private = Nothing, or private
word-is = {": "}
word-left = Removed; nothing was learned from it.
word-told = Kept. The same has to be said once more, of a text of somebody else.
word-told-alike = Kept. This text may be of the same person: the same has to be said of one more.
word-learned = Learned: it is understood within seconds.
word-undone = Taken back: it is not understood any more.
word-gone = Nothing was done: it is not here any more.
word-meanwhile = Nothing was done: another word was learned in the same moment. Please try again.
unfit-empty = Not taken: there is no word in it.
unfit-long = Not taken: that is more than a phrase. Please leave only the word that means it.
unfit-short = Not taken: so short a word stands in many texts that mean something else.
unfit-number = Not taken: a number can mean anything.
unfit-meaning = Not taken: there is no such meaning here.
unfit-safety = Not taken: it is close to words about safety, about leaving or reporting, or stands in them. They always mean the same.
unfit-command = Not taken: it is a word of the line already, or a thanks.
unfit-negated = Not taken: there is a “not” in it.
unfit-trap = Not taken: it has two meanings, or anybody may write it by chance.
unfit-known = Not taken: it, or a word in it, is understood already.
unfit-small = Not taken: these are small words that stand in many texts.
unfit-close = Not taken: one slip away from yes, no, or a word about safety.
unfit-elsewhere = Not taken: these words do not stand in the text like this.
unfit-taught = Not taken: it was taught another meaning. Please take that back first.
unfit-full = Not taken: enough words were taught. Please take back some that are not needed.
proposes-word = Understand as an answer:
act-word-told = said what a text meant
act-word-left = removed a text that was not understood
act-word-learned = taught the line a word
act-word-undone = took back a word of the line
act-words-given = let somebody read texts that were not understood
act-words-taken = lets somebody read such texts no more
why-word = a yes or a no
kind-word = a word
kind-text = texts that were not understood
