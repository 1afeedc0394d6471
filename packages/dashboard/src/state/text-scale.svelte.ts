/** Pixels of `1rem` that lengths in the code are meant for. */
const USUAL = 16;

/** How much larger than usual the reader has text: rows and breakpoints that are pixels grow with it. */
class TextScale {
  #value = $state(1);

  constructor() {
    const ruler = document.createElement("div");
    ruler.style.cssText = "position:absolute;width:1rem;height:0;visibility:hidden";
    ruler.setAttribute("aria-hidden", "true");
    document.body.append(ruler);
    new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? USUAL;
      if (width > 0) this.#value = width / USUAL;
    }).observe(ruler);
  }

  /** 1 at the usual size, 2 at twice the size. */
  get value(): number {
    return this.#value;
  }
}

export const textScale: TextScale = new TextScale();
