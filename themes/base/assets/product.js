/* Variants change without leaving the page, pictures follow the finger and the thumbnails. */
const { announce, fetchHtml, swap } = globalThis.shop;

customElements.define("product-view", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", async (event) => {
      const link = event.target.closest("a[data-variant]");
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      if (link.getAttribute("aria-current")) return;
      const { id, href } = link;
      this.request?.abort();
      this.request = new AbortController();
      try {
        const { page, response } = await fetchHtml(href, { signal: this.request.signal });
        const before = this.querySelector(".frames img")?.getAttribute("src");
        const after = page.querySelector(".frames img")?.getAttribute("src");
        if (!response.ok || !swap(page, before === after ? ["buy"] : ["buy", "gallery"])) throw new Error("no page");
        history.replaceState(history.state, "", href);
        document.title = page.title;
        document.getElementById(id)?.focus({ preventScroll: true });
        announce([...this.querySelectorAll(".price .now, .stock")].map((node) => node.textContent.trim()).join(", "));
      } catch (error) {
        if (error.name !== "AbortError") location.assign(href);
      }
    });
  }
});

customElements.define("gallery-view", class extends HTMLElement {
  connectedCallback() {
    const strip = this.querySelector(".frames");
    const thumbs = [...this.querySelectorAll(".thumbs a")];
    const place = this.querySelector("[data-place]");
    if (!strip || thumbs.length < 2) return;
    const show = (index) => {
      if (place) place.textContent = index + 1;
      thumbs.forEach((thumb, at) => (at === index ? thumb.setAttribute("aria-current", "true") : thumb.removeAttribute("aria-current")));
    };
    this.watch = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) show([...strip.children].indexOf(entry.target));
    }, { root: strip, threshold: 0.6 });
    for (const frame of strip.children) this.watch.observe(frame);
    this.addEventListener("click", (event) => {
      const index = thumbs.indexOf(event.target.closest(".thumbs a"));
      if (index < 0) return;
      event.preventDefault();
      strip.scrollTo({ left: strip.children[index].offsetLeft - strip.offsetLeft, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    });
  }

  disconnectedCallback() { this.watch?.disconnect(); }
});
