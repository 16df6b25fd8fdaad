/* Counts down to the hour at which the page changes, and then asks for the page anew. */
customElements.define("campaign-clock", class extends HTMLElement {
  connectedCallback() {
    this.end = performance.now() + Number(this.dataset.seconds) * 1000;
    this.tick();
    if (!("still" in this.dataset)) this.timer = setInterval(() => this.tick(), 1000);
  }

  disconnectedCallback() { clearInterval(this.timer); }

  tick() {
    let left = Math.max(0, Math.ceil((this.end - performance.now()) / 1000));
    if (left === 0 && this.timer) {
      clearInterval(this.timer);
      setTimeout(() => location.reload(), 1000);
    }
    for (const part of this.querySelectorAll("[data-unit]")) {
      const unit = Number(part.dataset.unit);
      const count = Math.floor(left / unit);
      left -= count * unit;
      part.textContent = unit === 86400 ? count : String(count).padStart(2, "0");
    }
  }
});
