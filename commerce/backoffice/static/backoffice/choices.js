// Long lists of boxes to tick: typing leaves those whose name contains the text, and the ticked ones.
document.addEventListener("DOMContentLoaded", () => {
  for (const input of document.querySelectorAll("[data-q-find]")) {
    const box = input.parentElement;
    const labels = [...box.nextElementSibling.querySelectorAll("label")].filter((label) => label.querySelector("input"));
    if (labels.length < 12) continue;
    box.hidden = false;
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      for (const label of labels) {
        label.parentElement.hidden = !label.textContent.toLowerCase().includes(wanted) && !label.querySelector("input").checked;
      }
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // the form is saved by its button
    });
  }
});
