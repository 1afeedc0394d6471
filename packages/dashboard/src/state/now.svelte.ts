/** The time of day for "3 minutes ago", in ms since the Unix epoch; moves every ten seconds while somebody looks. */
class Now {
  #moment = $state(Date.now());

  constructor() {
    setInterval(() => {
      if (!document.hidden) this.#moment = Date.now();
    }, 10_000);
  }

  get moment(): number {
    return this.#moment;
  }
}

export const now: Now = new Now();
