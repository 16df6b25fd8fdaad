/* Totals follow the choices; the page after the order waits for the money. */
const { announce, fetchHtml, formData, swap } = globalThis.shop;
const PARTS = ["checkout-hidden", "delivery", "payment", "checkout-summary", "checkout-total"];

customElements.define("checkout-view", class extends HTMLElement {
  connectedCallback() {
    this.choose();
    this.addEventListener("address-changed", () => this.later());
    this.addEventListener("change", (event) => {
      const field = event.target;
      if (field.matches("[data-refresh]")) return;
      this.choose();
      if (field.type === "radio" || field.matches('[autocomplete="postal-code"]')) this.later();
    });
  }

  /* A saved address is chosen: the fields of another one are neither asked for nor sent. */
  choose() {
    const other = this.querySelector(".new-address");
    const chosen = this.querySelector(".address-choices input:checked");
    if (other && chosen) other.disabled = chosen.value !== "new";
  }

  /* An answer that is on its way knows nothing of what was chosen just now, and would put it back. */
  later() {
    this.request?.abort();
    this.request = null;
    this.querySelector(".summary")?.setAttribute("aria-busy", "true");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.update(), 250);
  }

  async update() {
    const form = this.querySelector("form");
    const data = formData(form);
    const [name, value] = form.dataset.update.split("=");
    data.set(name, value);
    const request = this.request = new AbortController();
    try {
      const { page } = await fetchHtml(form.action, { method: "POST", body: data, signal: request.signal });
      const before = this.querySelector(".totals .sum dd")?.textContent;
      swap(page, PARTS);
      const after = this.querySelector(".totals .sum");
      if (after && after.querySelector("dd").textContent !== before) announce(after.textContent.trim().replace(/\s+/g, " "));
    } catch (error) {
      if (error.name !== "AbortError") globalThis.shop.failed();
    } finally {
      if (this.request === request) this.querySelector(".summary")?.removeAttribute("aria-busy");
    }
  }
});

customElements.define("order-result", class extends HTMLElement {
  connectedCallback() {
    const { url, seconds } = this.dataset;
    if (!url) return;
    this.timer = setTimeout(async () => {
      try {
        const { page } = await fetchHtml(url, { fragment: "order-result" });
        const fresh = page.querySelector('[data-swap="order-result"]');
        const moved = fresh && fresh.className !== this.className;
        swap(page, ["order-result"]);
        if (moved) announce(fresh.querySelector("h1")?.textContent);
      } catch {
        this.connectedCallback();
      }
    }, Math.max(1, Number(seconds) || 3) * 1000);
  }

  disconnectedCallback() { clearTimeout(this.timer); }
});
