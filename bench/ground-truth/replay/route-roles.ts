import { routeKey, type Request } from "@weir/core";
import type { Case } from "../truth/case.ts";

export interface Role {
  readonly one: Case;
  readonly role: "case" | "twin";
}

/** Which cases a recorded request belongs to, by its route. A route may be a case of its own and the twin of another. */
export class RouteRoles {
  readonly #roles = new Map<string, Role[]>();

  constructor(cases: readonly Case[]) {
    for (const one of cases) {
      this.#add(one.route, { one, role: "case" });
      if (one.twinRoute !== undefined) this.#add(one.twinRoute, { one, role: "twin" });
    }
  }

  of({ method, route }: Pick<Request, "method" | "route">): readonly Role[] {
    return this.#roles.get(plain(routeKey(method, route))) ?? [];
  }

  #add(route: string, role: Role): void {
    const key = plain(route);
    this.#roles.set(key, [...(this.#roles.get(key) ?? []), role]);
  }
}

/** Frameworks write parameters in many ways: `[id]`, `{id}`, `:id`. */
function plain(route: string): string {
  return route.replaceAll(/\[[^\]]*\]|\{[^}]*\}|:[A-Za-z_]\w*/g, "*").replace(/(?<=.)\/$/, "");
}
