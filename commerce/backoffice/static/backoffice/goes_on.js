// Work in portions: the next one begins by itself. Without scripts, "Go on" does it.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("form[data-q-goes-on]")?.requestSubmit();
});
