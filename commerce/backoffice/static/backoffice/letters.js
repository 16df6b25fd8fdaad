// The editor of formatted text has no name of its own: it takes that of its field, for those who hear the page.
function nameLetters() {
  for (const letter of document.querySelectorAll(".public-DraftEditor-content:not([aria-label])")) {
    const field = letter.closest("[data-contentpath]");
    const name = field?.querySelector(".w-field__label") ?? letter.closest(".w-panel")?.querySelector("[data-panel-heading-text]");
    if (name) letter.setAttribute("aria-label", name.textContent.trim());
  }
}
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(nameLetters).observe(document.body, { childList: true, subtree: true });
  nameLetters();
});
