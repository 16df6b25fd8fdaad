/* Suggestions while one types: a combobox over the search form. Without them, or when they fail, the form searches. */
const { announce, fetchHtml } = globalThis.shop;
const PAUSE = 150; // milliseconds without a key before we ask

customElements.define("search-suggestions", class extends HTMLElement {
  connectedCallback() {
    const form = this.form = this.closest("form");
    const input = this.input = form.elements.q;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("focus", () => this.dress(), { once: true });
    input.addEventListener("input", (event) => { if (!event.isComposing) this.later(); });
    input.addEventListener("compositionend", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("click", () => this.open());
    form.addEventListener("submit", () => this.stop());
    input.addEventListener("blur", () => this.stop());
    this.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays while one picks
  }

  get options() { return [...this.querySelectorAll("[role=option]")]; }

  get active() { return this.querySelector("[aria-selected=true]"); }

  get text() { return this.input.value.trim(); }

  /** The styles come with the first use. */
  dress() {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: this.dataset.styles }));
  }

  later() {
    clearTimeout(this.timer);
    this.request?.abort();
    if (this.text) this.timer = setTimeout(() => this.ask(), PAUSE);
    else this.show();
  }

  async ask() {
    const text = this.text;
    const request = this.request = new AbortController();
    try {
      const url = `${this.form.action}?${new URLSearchParams({ q: text })}`;
      const { page, response } = await fetchHtml(url, { fragment: "search-suggestions", signal: request.signal });
      if (request.signal.aborted || text !== this.text || document.activeElement !== this.input) return;
      this.show(response.ok ? page : null);
    } catch (error) {
      if (error.name !== "AbortError") this.show();
    }
  }

  /** Put what came in place; nothing came: nothing is shown. */
  show(page = null) {
    const list = page?.querySelector('[data-swap="suggestions"]');
    this.mark(null);
    this.replaceChildren(...(list?.querySelector("[role=option]") ? [document.importNode(list, true)] : []));
    this.open();
    if (this.options.length) announce(page.querySelector("[data-announce]")?.textContent);
  }

  open(wanted = true) {
    const isOpen = wanted && this.options.length > 0;
    this.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.input.setAttribute("aria-controls", this.firstElementChild.id);
    else this.mark(null);
    return isOpen;
  }

  stop() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.open(false);
  }

  mark(option) {
    this.active?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** Arrows walk through the list and past its ends back to what was typed. */
  step(by) {
    const stops = [null, ...this.options];
    const at = stops.indexOf(this.active);
    this.mark(stops[(at + by + stops.length) % stops.length]);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.hidden && !this.open()) return;
      event.preventDefault();
      this.step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !this.hidden && this.options.length) {
      event.preventDefault();
      this.stop();
    } else if (event.key === "Enter" && this.active) {
      event.preventDefault();
      this.active.click();
    }
  }
});
