import { getJson } from "./http.ts";

interface Terms {
  currency: string;
  rebateGroup: string;
}

/** Collects what a quote needs; one per request. */
export class QuoteBuilder {
  readonly #customer: string;
  #terms: Promise<Terms> | undefined;
  #group = "standard";

  constructor(customer: string) {
    this.#customer = customer;
  }

  /** Asked for once, however many parts of the quote need them. */
  terms(): Promise<Terms> {
    this.#terms ??= getJson<Terms>(`/customers/${this.#customer}/terms`);
    return this.#terms;
  }

  async prepare(): Promise<void> {
    const { rebateGroup } = await this.terms();
    this.#group = rebateGroup;
  }

  async currency(): Promise<string> {
    return (await this.terms()).currency;
  }

  rebate(): Promise<{ percent: number }> {
    return getJson(`/rebates/${this.#group.toLowerCase()}`);
  }
}
