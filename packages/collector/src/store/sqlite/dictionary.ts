import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { RouteKey } from "../port.ts";

/** Ids remembered per file; beyond it the cache starts again and ids are read from the file. */
const MAX_CACHED = 50_000;

export interface RouteTexts extends RouteKey {
  readonly method?: string;
  readonly route?: string;
}

/** Gives routes and texts their numbers within one file, inside the writer's transaction. */
export class Dictionary {
  readonly #routes = new Map<string, number>();
  readonly #texts = new Map<string, number>();
  readonly #addRoute: StatementSync;
  readonly #nameRoute: StatementSync;
  readonly #addText: StatementSync;

  constructor(db: DatabaseSync) {
    this.#addRoute = db.prepare(
      `INSERT INTO routes (service, env, route_key) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET service = excluded.service RETURNING id`,
    );
    this.#nameRoute = db.prepare(
      `INSERT INTO routes (service, env, route_key, method, route) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET method = excluded.method, route = excluded.route RETURNING id`,
    );
    this.#addText = db.prepare(
      "INSERT INTO texts (text) VALUES (?) ON CONFLICT DO UPDATE SET text = excluded.text RETURNING id",
    );
  }

  route({ service, env, routeKey, method, route }: RouteTexts): number {
    const named = method !== undefined && route !== undefined;
    const place = `${service}\u0000${env}\u0000${routeKey}`;
    const key = named ? `${place}\u0000${method}\u0000${route}` : place;
    return cached(this.#routes, key, () =>
      named ? this.#nameRoute.get(service, env, routeKey, method, route) : this.#addRoute.get(service, env, routeKey),
    );
  }

  text(text: string): number {
    return cached(this.#texts, text, () => this.#addText.get(text));
  }

  /** After a rollback no remembered number can be trusted. */
  forget(): void {
    this.#routes.clear();
    this.#texts.clear();
  }
}

function cached(cache: Map<string, number>, key: string, read: () => Record<string, unknown> | undefined): number {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const id = Number(read()?.["id"]);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, id);
  return id;
}
