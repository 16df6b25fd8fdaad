/* Forms: a word about a field once it is left, address fields that follow the country, one click is one order. */
const { announce, fetchHtml, formData, swap } = globalThis.shop;

/* The server's messages are shown where they belong; the browser's own say what is missing before that. */
document.addEventListener("focusout", (event) => {
  const input = event.target;
  if (!input.form?.matches("[data-validate]") || !input.willValidate) return;
  const note = document.getElementById(`${input.id}-error`);
  if (!note || (input.validity.valueMissing && !input.dataset.touched)) {
    if (input.value) input.dataset.touched = "1";
    return;
  }
  input.dataset.touched = "1";
  const message = input.validity.valid ? "" : input.validationMessage;
  note.hidden = !message;
  note.querySelector("span").textContent = message;
  if (message) {
    input.setAttribute("aria-invalid", "true");
    const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)).add(note.id);
    input.setAttribute("aria-describedby", [...described].join(" "));
  } else {
    input.removeAttribute("aria-invalid");
  }
});
document.addEventListener("input", (event) => { if (event.target.form?.matches("[data-validate]")) event.target.dataset.touched = "1"; });

/* One click is one order: the second does nothing, and coming back gives the button again. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  const text = form.dataset?.once;
  const button = event.submitter;
  if (!text || event.defaultPrevented || button?.formNoValidate) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  const visible = form.querySelector(".action-bar button, button.wide:not([formnovalidate])") ?? button;
  if (!visible) return;
  visible.dataset.label = visible.textContent;
  visible.textContent = text;
  visible.setAttribute("aria-disabled", "true");
  announce(text);
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[data-label]")) {
      button.textContent = button.dataset.label;
      button.removeAttribute("aria-disabled");
    }
  }
});

/* Country, province, city: the server says which fields and choices follow. */
customElements.define("address-fields", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", async (event) => {
      if (!event.target.matches("[data-refresh]")) return;
      const names = new Set([...this.querySelectorAll("[name]")].map((field) => field.name));
      const known = new URLSearchParams([...formData(event.target.form)].filter(([name]) => names.has(name)));
      this.request?.abort();
      this.request = new AbortController();
      this.setAttribute("aria-busy", "true");
      try {
        const { page, response } = await fetchHtml(`${this.dataset.url}?${known}`, { fragment: "address-fields", signal: this.request.signal });
        if (!response.ok || !swap(page, ["address-fields"])) throw new Error("no fragment");
        announce(this.dataset.live);
        this.dispatchEvent(new CustomEvent("address-changed", { bubbles: true }));
      } catch (error) {
        if (error.name !== "AbortError") this.querySelector(".refresh button")?.click();
      } finally {
        this.removeAttribute("aria-busy");
      }
    });
  }
});
