/* What every page shares: fetching fragments, putting them in place, saying so, sheets, the cart button.
   Everything here improves a link or form that works by itself. */

const live = document.getElementById("live");

/** Read a sentence to screen readers. */
function announce(text) {
  if (!live || !text) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 60);
}

/** Fetch HTML; `fragment` asks for that part only. Resolves to {page, response}; rejects when offline. */
async function fetchHtml(url, { fragment = "", ...options } = {}) {
  const headers = { Accept: "text/html", ...(fragment && { "X-Fragment": fragment }) };
  const response = await fetch(url, { credentials: "same-origin", ...options, headers });
  // A whole page brings the colors of its preset along, with a nonce that the policy of ours does not know.
  const text = (await response.text()).replace(/<style\b.*?<\/style>/gs, "");
  const page = new DOMParser().parseFromString(text, "text/html");
  return { page, response };
}

/** Put each named [data-swap] of `page` in place of ours; focus and caret stay where they were. */
function swap(page, names) {
  const active = document.activeElement;
  const id = active?.id;
  let changed = 0;
  for (const name of names) {
    const fresh = page.querySelector(`[data-swap="${name}"]`);
    for (const old of fresh ? document.querySelectorAll(`[data-swap="${name}"]`) : []) {
      old.replaceWith(document.importNode(fresh, true));
      changed += 1;
    }
  }
  if (id && !document.contains(active)) document.getElementById(id)?.focus({ preventScroll: true });
  announce(page.querySelector("[data-announce]")?.textContent);
  focals(document);
  return changed;
}

/** Focal points: the content security policy allows no inline style, a script may set it. */
function focals(root) {
  for (const image of root.querySelectorAll("img[data-focal]")) image.style.objectPosition = image.dataset.focal;
}

/** The data of a form as fetch wants it, with the button that sent it. */
function formData(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.set(submitter.name, submitter.value);
  return new URLSearchParams(data);
}

globalThis.shop = { announce, fetchHtml, swap, formData, failed: () => announce(live?.dataset.failed) };

/* Add to cart: the answer is shown beside the page. Anything unexpected goes the ordinary way. */
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  const panel = document.getElementById("mini-cart");
  if (!form.matches("form[data-add]") || button?.hasAttribute("data-direct") || !panel) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  button?.setAttribute("aria-busy", "true");
  try {
    const { page } = await fetchHtml(form.action, { method: "POST", body: formData(form, button), fragment: "mini-cart" });
    const body = page.querySelector('[data-swap="mini-cart"]');
    if (!body) throw new Error("no fragment");
    panel.replaceChildren(document.importNode(body, true));
    swap(page, ["cart-link"]);
    panel.showPopover?.({ source: button }); // so that the next Tab leads into it
  } catch {
    delete form.dataset.busy;
    if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    form.submit();
  } finally {
    delete form.dataset.busy;
    button?.removeAttribute("aria-busy");
  }
});

/* Sheets keep the keyboard inside while they are open, and give it back. */
document.addEventListener("beforetoggle", (event) => {
  const sheet = event.target;
  if (!sheet.matches?.("[data-sheet]")) return;
  const open = event.newState === "open";
  for (let node = sheet; node && node !== document.body; node = node.parentElement) {
    for (const other of node.parentElement.children) {
      if (other !== node && other !== live && !/^(SCRIPT|LINK|STYLE)$/.test(other.tagName)) other.inert = open;
    }
  }
  if (open) {
    sheet.setAttribute("role", "dialog");
    sheet.setAttribute("aria-modal", "true");
    sheet.setAttribute("aria-label", sheet.querySelector("h2")?.textContent ?? "");
  } else {
    for (const name of ["role", "aria-modal", "aria-label"]) sheet.removeAttribute(name);
  }
}, true);
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("[data-sheet]") && event.newState === "open") event.target.querySelector("button, a")?.focus();
}, true);

/* Questions before something is thrown away. */
document.addEventListener("submit", (event) => {
  const question = event.target.dataset?.confirm;
  if (question && !confirm(question)) event.preventDefault();
}, true);

/* − and + around a number. */
customElements.define("quantity-input", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const step = Number(event.target.closest("[data-step]")?.dataset.step);
      const input = this.querySelector("input");
      if (!step) return;
      const before = input.value;
      if (step > 0) input.stepUp(); else input.stepDown();
      if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
      this.limits();
    });
    this.addEventListener("input", () => this.limits());
    this.addEventListener("change", () => this.clamp());
    this.limits();
  }

  /* What was typed, as far as it can be had. */
  clamp() {
    const input = this.querySelector("input");
    const most = input.max === "" ? Infinity : Number(input.max);
    const wanted = input.value === "" ? 1 : Math.round(Number(input.value));
    input.value = Math.min(Math.max(wanted, Number(input.min)), most);
    this.limits();
  }

  limits() {
    const input = this.querySelector("input");
    const value = Number(input.value);
    const least = Math.max(Number(input.min), 1);
    const [less, more] = this.querySelectorAll("[data-step]");
    if (less) less.disabled = value <= least;
    if (more) more.disabled = input.max !== "" && value >= Number(input.max);
  }
});

focals(document);
document.querySelector("[data-focus]")?.focus();
