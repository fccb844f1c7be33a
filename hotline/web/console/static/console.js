"use strict";
// The quick way out leaves nothing to go back to. Without script the button is a link to the same place.
document.addEventListener("click", (event) => {
  const away = event.target.closest("a.away");
  if (away) {
    event.preventDefault();
    document.documentElement.hidden = true;
    location.replace(away.href);
  }
});
// A page that the browser kept is not shown again after signing out.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
