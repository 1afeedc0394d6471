type Constructor<Service> = new (container: Container) => Service;

/** Makes every service once, when it is first asked for. */
export class Container {
  readonly #made = new Map<Constructor<unknown>, unknown>();

  resolve<Service>(type: Constructor<Service>): Service {
    if (!this.#made.has(type)) this.#made.set(type, new type(this));
    return this.#made.get(type) as Service;
  }
}
