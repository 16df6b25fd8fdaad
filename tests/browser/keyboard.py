"""Hands that never touch a mouse, and eyes that look where the focus is at every stop."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

#: Stops on one page before somebody gives up.
PATIENCE_STOPS = 200
# What is wrong with the stop at which the focus is, and whether it is the one we want. A ring counts wherever
# the theme draws it: at the element, around what holds it, or before or after it.
LOOK = """async (wanted) => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await Promise.allSettled(document.activeElement.getAnimations().map((each) => each.finished));
    const here = document.activeElement;
    if (!here || here === document.body) return {isThere: false, problem: ""};
    const name = `${here.tagName.toLowerCase()}#${here.id}.${here.className} "${here.innerText?.slice(0, 40) ?? ""}"`;
    const answer = (problem) => ({isThere: here === wanted, problem: problem && `${problem}: ${name}`});
    const ringed = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        && !/, 0\\)$/.test(style.outlineColor);
    const places = [here, here.parentElement, here.closest(".card, .search-form, .option, .pill, .check, label")];
    const isShown = places.some((node) => node && (ringed(getComputedStyle(node))
        || ["::before", "::after"].some((part) => getComputedStyle(node, part).content !== "none"
            && ringed(getComputedStyle(node, part)))));
    if (!isShown) return answer("the focus is not to be seen");
    const box = here.getBoundingClientRect();
    const inside = [];
    for (const across of [0.1, 0.5, 0.9]) for (const down of [0.1, 0.5, 0.9]) {
        const x = box.left + box.width * across, y = box.top + box.height * down;
        if (x >= 0 && y >= 0 && x < innerWidth && y < innerHeight) inside.push(document.elementFromPoint(x, y));
    }
    if (!inside.length) return answer("the focus is off the screen");
    const covers = (node) => {
        for (let up = node; up && up !== document.documentElement; up = up.parentElement) {
            if (["fixed", "sticky"].includes(getComputedStyle(up).position)) return up.contains(here) ? null : up;
        }
        return null;
    };
    // Of something as high as the screen a part is always under a bar; of anything smaller nothing may be.
    const hidden = inside.map(covers).filter(Boolean);
    if (hidden.length > (box.height > innerHeight / 3 ? inside.length - 1 : 0)) {
        return answer(`${hidden[0].className || hidden[0].tagName} covers the focus`);
    }
    return answer("");
}"""


class Keyboard:
    """`keyboard.enter(link)`: walk there and press Enter. Walking asserts that each stop can be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def walk(self, wanted: Locator, key: str = "Tab") -> None:
        """Press `key` until the focus is at `wanted`."""
        passed: list[str] = []
        for _ in range(PATIENCE_STOPS):
            self.press(key)
            # Asked for anew at every stop: a script may have put another in its place.
            seen = self.page.evaluate(LOOK, wanted.element_handle())
            if seen["problem"]:
                passed.append(seen["problem"])
            if seen["isThere"]:
                assert not passed, f"{self.page.url}\n" + "\n".join(passed)
                return
        raise AssertionError(f"{self.page.url}: no way to {wanted} by {key}; on the way {passed}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def enter(self, wanted: Locator) -> None:
        self.walk(wanted)
        self.press("Enter")

    def write(self, wanted: Locator, text: str) -> None:
        self.walk(wanted)
        self.page.keyboard.type(text)
