// Remembers a press on a call button before the modules run; the page's module takes it up.
"use strict";

document.addEventListener("click", function remember(event) {
  if (document.documentElement.dataset.modules) {
    document.removeEventListener("click", remember);
  } else if (event.target instanceof Element) {
    const button = event.target.closest("[data-call]");
    if (button instanceof HTMLButtonElement) Object.assign(window, { deskbellPressed: button });
  }
});
