import type { Request } from "@weir/core";

/** Routes told apart per app. A framework's templates are some hundreds; an app without templates invents them for ever. */
const MAX_ROUTES = 2_000;
/** Apps (service and environment) told apart. */
const MAX_APPS = 500;
/** Where requests of routes above the bound are counted together. */
export const OTHER_ROUTES = "/(other routes)";

/** A request from further ahead than this is a wrong clock's. Milliseconds. */
const MAX_AHEAD = 3_600_000;
/** Older ones are past every retention. Milliseconds. */
const MAX_AGE = 90 * 86_400_000;

export interface AdmissionCounts {
  /** Requests left out because their time cannot be true. */
  readonly wrongTime: number;
  /** Requests of services above the bound of apps, left out. */
  readonly tooManyApps: number;
  /** Requests counted under `OTHER_ROUTES`. */
  readonly otherRoutes: number;
}

/** Keeps what hostile or broken senders could make grow without end: days, apps and routes. */
export class Admission {
  readonly #routes = new Map<string, Set<string>>();
  readonly #counts = { wrongTime: 0, tooManyApps: 0, otherRoutes: 0 };

  get counts(): AdmissionCounts {
    return { ...this.#counts };
  }

  /** The request as it may be counted; `undefined` when it may not. `now` in milliseconds since the epoch. */
  admit(request: Request, now: number): Request | undefined {
    const at = request.start / 1000;
    if (!(at <= now + MAX_AHEAD && at >= now - MAX_AGE && request.end >= request.start)) {
      this.#counts.wrongTime += 1;
      return undefined;
    }
    const routes = this.#routesOf(request);
    if (routes === undefined) {
      this.#counts.tooManyApps += 1;
      return undefined;
    }
    const key = `${request.method} ${request.route}`;
    if (routes.has(key)) return request;
    if (routes.size < MAX_ROUTES) {
      routes.add(key);
      return request;
    }
    this.#counts.otherRoutes += 1;
    return { ...request, route: OTHER_ROUTES };
  }

  #routesOf({ service, env }: Request): Set<string> | undefined {
    const app = `${service}\u0000${env}`;
    const known = this.#routes.get(app);
    if (known !== undefined || this.#routes.size >= MAX_APPS) return known;
    const made = new Set<string>();
    this.#routes.set(app, made);
    return made;
  }
}
