/* Forms: a word about a field once it is left, address fields that follow the country, one click is one order. */
const { announce, fetchHtml, formData, swap } = globalThis.shop;

/* The server's messages are shown where they belong. Before that the browser's findings are, in the shop's words:
   about a field once it is left, about all of them when a form that is not complete is sent. */
const noteOf = (input) => (input.form?.matches("[data-validate]") && input.willValidate ? document.getElementById(`${input.id}-error`) : null);

function wordsFor(input) {
  const { valueMissing, typeMismatch, tooShort } = input.validity;
  const words = JSON.parse(input.form.dataset.validate);
  if (valueMissing) return words[input.type === "checkbox" ? "tick" : input.matches("select") ? "choose" : "required"];
  if (typeMismatch && input.type === "email") return words.email;
  return tooShort ? words.short : words.invalid;
}

function judge(input) {
  const note = noteOf(input);
  if (!note) return;
  const message = input.validity.valid ? "" : wordsFor(input);
  note.hidden = !message;
  note.querySelector("span").textContent = message;
  if (message) {
    input.setAttribute("aria-invalid", "true");
    const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)).add(note.id);
    input.setAttribute("aria-describedby", [...described].join(" "));
  } else {
    input.removeAttribute("aria-invalid");
  }
}

/* A note that comes or goes moves the page. While a finger or button is down that would carry off what it presses. */
const left = new Set();
let isPressed = false;
const judgeLeft = () => setTimeout(() => {
  if (isPressed) return;
  for (const input of left) judge(input);
  left.clear();
});
addEventListener("pointerdown", () => { isPressed = true; }, true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { isPressed = false; judgeLeft(); }, true);

document.addEventListener("focusout", (event) => {
  const input = event.target;
  if (!noteOf(input) || (input.validity.valueMissing && !input.dataset.touched)) return;
  left.add(input);
  judgeLeft();
});
document.addEventListener("input", (event) => { if (event.target.form?.matches("[data-validate]")) event.target.dataset.touched = "1"; });

let firstWrong = null;
document.addEventListener("invalid", (event) => {
  const input = event.target;
  if (!noteOf(input)) return;
  event.preventDefault();
  input.dataset.touched = "1";
  judge(input);
  if (firstWrong) return;
  firstWrong = input;
  setTimeout(() => { firstWrong.focus(); firstWrong = null; });
}, true);

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
