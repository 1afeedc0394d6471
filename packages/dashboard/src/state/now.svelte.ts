import { sample } from "../sample/sample.ts";

/** The time of day for "3 minutes ago", in ms since the Unix epoch; moves every ten seconds while somebody looks. Stands still in the sample. */
class Now {
  #moment = $state(sample?.at === undefined ? Date.now() : Date.parse(sample.at));

  constructor() {
    if (sample !== undefined) return;
    setInterval(() => {
      if (!document.hidden) this.#moment = Date.now();
    }, 10_000);
  }

  get moment(): number {
    return this.#moment;
  }
}

export const now: Now = new Now();
