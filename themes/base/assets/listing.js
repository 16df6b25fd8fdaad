/* Filters and sorting without leaving the page; each state has an address of its own. */
const { announce, failed, fetchHtml, formData, swap } = globalThis.shop;
const PARTS = ["listing-total", "facets", "listing-grid"];

customElements.define("listing-view", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => {
      if (event.target.form?.id === "listing-form" || event.target.closest("#listing-form")) this.apply();
    });
    this.addEventListener("submit", (event) => {
      if (event.target.id !== "listing-form") return;
      event.preventDefault();
      this.querySelector("#filters")?.hidePopover?.();
      this.apply();
    });
    this.addEventListener("click", (event) => {
      const link = event.target.closest(".active-filters a, .filters-foot a, .results .empty a");
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      this.go(link.href);
    });
    this.back = () => this.load(location.href);
    addEventListener("popstate", this.back);
    history.replaceState({ listing: true }, "");
  }

  disconnectedCallback() { removeEventListener("popstate", this.back); }

  apply() {
    const form = document.getElementById("listing-form");
    const wanted = new URLSearchParams([...formData(form)].filter(([, value]) => value !== ""));
    this.go(`${form.getAttribute("action")}${wanted.size ? `?${wanted}` : ""}`);
  }

  async go(url) {
    const same = new URL(url, location.href).href === location.href;
    if (await this.load(url) && !same) history.pushState({ listing: true }, "", url);
  }

  async load(url) {
    this.request?.abort();
    const request = this.request = new AbortController();
    const results = this.querySelector(".results");
    results?.setAttribute("aria-busy", "true");
    try {
      const { page, response } = await fetchHtml(url, { fragment: this.dataset.fragment, signal: request.signal });
      if (!response.ok || !swap(page, PARTS)) throw new Error("no fragment");
      const sort = new URL(url, location.href).searchParams.get("sort") ?? "";
      const select = this.querySelector("#sort");
      if (select && [...select.options].some((option) => option.value === sort)) select.value = sort;
      announce(document.querySelector('[data-swap="listing-total"]')?.textContent);
      return true;
    } catch (error) {
      if (error.name === "AbortError") return false;
      failed();
      location.assign(url);
      return false;
    } finally {
      results?.removeAttribute("aria-busy");
    }
  }
});
