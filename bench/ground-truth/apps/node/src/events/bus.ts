type Listener<Payload> = (payload: Payload) => Promise<void>;

/** Tells everybody who listens; done when all of them are. */
export class Bus<Events extends Record<string, unknown>> {
  readonly #listeners = new Map<keyof Events, Listener<never>[]>();

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener as Listener<never>]);
    return this;
  }

  async publish<Name extends keyof Events>(name: Name, payload: Events[Name]): Promise<void> {
    for (const listener of this.#listeners.get(name) ?? []) await (listener as Listener<Events[Name]>)(payload);
  }

  async publishAtOnce<Name extends keyof Events>(name: Name, payload: Events[Name]): Promise<void> {
    await Promise.all(
      (this.#listeners.get(name) ?? []).map((listener) => (listener as Listener<Events[Name]>)(payload)),
    );
  }
}
