import { AsyncResource } from "node:async_hooks";
import { setTimeout as startTimer } from "node:timers";
import { guard } from "../guard.ts";

/**
 * Runs functions later, outside every request. A timer started in a request would carry that request's contexts along:
 * they would stay in memory, and a framework that watches what runs in them would see ours. The resource is made when
 * the agent starts, so what runs in it has no request around it.
 */
export class Idle {
  readonly #resource = new AsyncResource("weir", { requireManualDestroy: true });

  readonly later = (run: () => void, ms: number): void => {
    const guarded = guard("timer", run);
    this.#resource.runInAsyncScope(() => {
      startTimer(guarded, ms).unref();
    });
  };
}
