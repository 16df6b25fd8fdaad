// Marks in lists outlive pages, searches and filters: they are kept until something is done with them.
(() => {
  const form = () => document.querySelector("form[data-q-marks]");
  const boxes = () => [...document.querySelectorAll(`input[type=checkbox][form="${form()?.id}"]`)];
  const place = () => `marks:${location.pathname.replace(/results\/$/, "")}`;
  const kept = () => new Set(JSON.parse(sessionStorage.getItem(place()) || "[]"));
  const keep = (marked) => sessionStorage.setItem(place(), JSON.stringify([...marked]));

  const show = () => {
    if (!form()) return;
    const marked = kept();
    for (const box of boxes()) box.checked = marked.has(box.value);
    const count = form().querySelector("[data-q-count]");
    if (count) count.textContent = marked.size ? `${marked.size}` : "";
    for (const each of form().querySelectorAll("[data-q-scripted]")) each.hidden = false;
  };
  const mark = (changed, isMarked) => {
    const marked = kept();
    for (const box of changed) isMarked ? marked.add(box.value) : marked.delete(box.value);
    keep(marked);
    show();
  };

  document.addEventListener("change", (event) => {
    if (boxes().includes(event.target)) mark([event.target], event.target.checked);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-q-mark]");
    if (!button) return;
    if (button.dataset.qMark === "page") mark(boxes(), true);
    else { keep([]); show(); }
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    const here = new Set(boxes().map((box) => box.value));
    for (const old of form().querySelectorAll("[data-q-elsewhere]")) old.remove();
    for (const value of kept()) {
      if (here.has(value)) continue;
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: form().dataset.qMarks, value });
      field.dataset.qElsewhere = "";
      form().append(field);
    }
    const back = form().querySelector("input[name=next]");
    if (back) back.value = location.pathname + location.search;
    if ((event.submitter?.formTarget || form().target) !== "_blank") keep([]);
  });
  document.addEventListener("DOMContentLoaded", () => {
    // Searching and filtering put new rows where the old ones were.
    const results = document.getElementById("listing-results");
    if (results) new MutationObserver(show).observe(results, { childList: true });
    show();
  });
})();
