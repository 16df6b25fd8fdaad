/* The cart changes in place: quantities, removing, undo. Each is an ordinary form. */
const { announce, failed, fetchHtml, formData, swap } = globalThis.shop;

async function send(form, submitter) {
  const view = document.querySelector("cart-view");
  const sentence = view?.dataset.updated;
  view?.setAttribute("aria-busy", "true");
  try {
    const { page } = await fetchHtml(form.action, { method: "POST", body: formData(form, submitter) });
    if (!swap(page, ["cart", "cart-link"])) throw new Error("no cart");
    const sum = document.querySelector(".totals .sum dd")?.textContent ?? "";
    announce(`${sentence} ${sum}`);
  } catch {
    failed();
    form.submit();
  } finally {
    view?.removeAttribute("aria-busy");
  }
}

customElements.define("cart-view", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      if (event.defaultPrevented || !event.target.matches("form[data-swap-post]")) return;
      event.preventDefault();
      send(event.target, event.submitter);
    });
    this.addEventListener("change", (event) => {
      const form = event.target.form;
      if (form?.id !== "cart-form" || !event.target.checkValidity()) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => send(form), 350);
    });
  }

  disconnectedCallback() { clearTimeout(this.timer); }
});
