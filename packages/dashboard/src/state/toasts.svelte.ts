/** A short notice at the foot of the page. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Shown at once; an older one leaves for a newer. */
const MOST_SHOWN = 3;
/** Long enough to read, ms; with something to do, long enough to decide and to reach it by keyboard. */
const STAYS = 8_000;
const STAYS_WITH_ACTION = 30_000;

class Toasts {
  #list = $state.raw<readonly Toast[]>([]);
  #next = 1;

  get list(): readonly Toast[] {
    return this.#list;
  }

  show(text: string, action?: Toast["action"]): void {
    const id = this.#next;
    this.#next += 1;
    this.#list = [...this.#list, { id, text, ...(action !== undefined && { action }) }].slice(-MOST_SHOWN);
    setTimeout(() => this.hide(id), action === undefined ? STAYS : STAYS_WITH_ACTION);
  }

  hide(id: number): void {
    this.#list = this.#list.filter((toast) => toast.id !== id);
  }
}

export const toasts: Toasts = new Toasts();
