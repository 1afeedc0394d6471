import { randomUUID } from "node:crypto";
import type { Override } from "@weir/core";
import { iso } from "../api/iso.ts";
import type { Clock } from "../clock.ts";
import { WeirError } from "../errors.ts";
import type { AlertRow } from "../store/alert-port.ts";
import type { Store } from "../store/port.ts";
import { InForce } from "./in-force.ts";

/** Overrides kept, withdrawn ones included: each costs a look at every pair that is judged. */
export const MAX_OVERRIDES = 1_000;

export type NewOverride = Pick<Override, "service" | "says" | "pair" | "call" | "reason" | "by">;

/** What people said about calls, kept in the store: every collector that shares it heeds the same. */
export class OverrideBook {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Newest first. */
  async list(service?: string): Promise<readonly Override[]> {
    return (await rowsIn(this.#store, service)).map(toOverride);
  }

  /** Throws `WEIR_TOO_MANY_OVERRIDES` at the bound. */
  async put(said: NewOverride): Promise<Override> {
    if ((await rowsIn(this.#store)).length >= MAX_OVERRIDES) {
      throw new WeirError("WEIR_TOO_MANY_OVERRIDES", `There are ${MAX_OVERRIDES} overrides already`, { status: 409 });
    }
    const at = this.#clock();
    return this.#write({ id: `ovr_${randomUUID()}`, ...said, at: iso(at) }, at);
  }

  /** Throws `WEIR_OVERRIDE_NOT_FOUND`. Withdrawing twice changes nothing. */
  async withdraw(id: string): Promise<Override> {
    const [row] = await this.#store.alertRows({ kind: "override", key: id });
    if (row === undefined) throw new WeirError("WEIR_OVERRIDE_NOT_FOUND", "There is no such override", { status: 404 });
    const override = toOverride(row);
    if (override.withdrawnAt !== undefined) return override;
    return this.#write({ ...override, withdrawnAt: iso(this.#clock()) }, row.at);
  }

  async #write(override: Override, at: number): Promise<Override> {
    const { id, service } = override;
    await this.#store.putAlertRows([{ kind: "override", key: id, at, scope: service, body: JSON.stringify(override) }]);
    return override;
  }
}

export async function overridesInForce(store: Store): Promise<InForce> {
  return new InForce((await rowsIn(store)).map(toOverride));
}

async function rowsIn(store: Store, service?: string): Promise<readonly AlertRow[]> {
  const scope = service === undefined ? {} : { scope: service };
  return store.alertRows({ kind: "override", limit: MAX_OVERRIDES, ...scope });
}

function toOverride({ body }: AlertRow): Override {
  return JSON.parse(body) as Override;
}
