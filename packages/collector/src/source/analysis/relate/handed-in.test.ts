import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const service = (body: string, { first = "", second = "", fields = "" } = {}): string => `
import { Orders, Users } from "./repositories";
class Summary {
  constructor(private readonly users: Users, private readonly orders: Orders) {}
  async of(id) { ${body} }
}
export const make = (container) => container.resolve(Summary);
// @file src/app/repositories.ts
const ask = async (path) => {
  const response = await /*AB*/fetch("http://api" + path);
  if (!response.ok) throw new Error(path);
  return response.json();
};
export class Users {
  ${fields}
  async find(id) { ${first} return await /*A1*/ask("/users/" + id); }
}
export class Orders {
  ${fields}
  async list(id) { ${second} return await /*B1*/ask("/orders/" + id); }
}`;

const BOTH =
  "const user = await /*A2*/this.users.find(id); const orders = await /*B2*/this.orders.list(id); return [user, orders];";

describe("services that were handed in", () => {
  related({
    "each for itself": { expected: "independent", failFast: true, code: service(BOTH) },
    "one asked for what the other answered": {
      expected: "data",
      code: service(
        "const user = await /*A2*/this.users.find(id); return [user, await /*B2*/this.orders.list(user.team)];",
      ),
    },
    "only if the other answered": {
      expected: "guard",
      code: service(
        "const user = await /*A2*/this.users.find(id); if (!user.active) return []; return await /*B2*/this.orders.list(id);",
      ),
    },
    "a field that one writes and the other reads": {
      expected: "needed",
      code: service(BOTH, {
        first: "this.session.tenant = await ask('/tenants/' + id);",
        second: "id = this.session.tenant.id;",
      }),
    },
    "something they may share is changed": {
      expected: "needed",
      code: service(BOTH, { first: "this.cache.set(id, await ask('/x'));", second: "id = this.known.get(id);" }),
    },
    "something of the first is asked": {
      expected: "independent",
      code: service(BOTH, { first: "const path = this.routes.get('users');" }),
    },
    "the service is changed in between by the answer": {
      expected: "needed",
      code: service(
        "const user = await /*A2*/this.users.find(id); this.orders.tenant = user.tenant; return await /*B2*/this.orders.list(id);",
        { second: "id = this.tenant;" },
      ),
    },
    "the service is chosen by the answer": {
      expected: "needed",
      code: service(
        "const user = await /*A2*/this.users.find(id); return await (user.big ? this.orders : this.small)./*B2*/list(id);",
      ),
    },
  });
});
