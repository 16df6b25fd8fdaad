/* Sections that move: the carousel's buttons, the countdown's numbers. Both read without a script. */

customElements.define("carousel-view", class extends HTMLElement {
  connectedCallback() {
    const strip = this.querySelector(".slides");
    const buttons = [...this.querySelectorAll("[data-step]")];
    if (!strip) return;
    const limits = () => {
      const most = strip.scrollWidth - strip.clientWidth;
      const place = Math.abs(strip.scrollLeft);
      for (const button of buttons) button.disabled = Number(button.dataset.step) < 0 ? place < 8 : place > most - 8;
    };
    this.addEventListener("click", (event) => {
      const step = Number(event.target.closest("[data-step]")?.dataset.step);
      if (!step) return;
      const across = strip.children[1].offsetLeft - strip.children[0].offsetLeft;
      strip.scrollBy({ left: step * across, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
    });
    strip.addEventListener("scroll", limits, { passive: true });
    new ResizeObserver(limits).observe(strip);
  }
});

/* Counted from the server's clock, whatever the clock of this device says. */
customElements.define("countdown-view", class extends HTMLElement {
  connectedCallback() {
    const left = Date.parse(this.dataset.ends) - Date.parse(this.dataset.now);
    const started = performance.now();
    const tick = () => {
      const minutes = Math.floor((left - (performance.now() - started)) / 60000);
      if (minutes < 0) return this.finish();
      this.show({ days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 });
    };
    if (left > 0) this.timer = setInterval(tick, 10000);
  }

  disconnectedCallback() { clearInterval(this.timer); }

  show(parts) {
    for (const [unit, value] of Object.entries(parts)) {
      const place = this.querySelector(`[data-unit="${unit}"]`);
      if (place && place.textContent !== String(value)) place.textContent = value;
    }
  }

  finish() {
    clearInterval(this.timer);
    for (const part of this.querySelectorAll("[data-running]")) part.hidden = true;
    const over = this.querySelector("[data-over]");
    if (over) over.hidden = false; else this.closest("section").hidden = true;
  }
});
