import { expect, it } from "vitest";
import { relationIn } from "./testing/fixture.ts";

/** Layers that call one another by a function that calls itself, and what lies behind all of them. */
const through = (second: string): string =>
  `import { getUser, getOrders } from "@/lib/api";
function compose(layers, last) {
  return (c) => {
    const run = (at) => (at === layers.length ? /*B1*/last(c) : /*B4*//*B7*/layers[at](c, () => /*B2*//*B5*/run(at + 1)));
    return /*B8*/run(0);
  };
}
export async function GET() {
  const user = await /*A*/getUser("u");
  const ask = compose([async (c, next) => /*B6*/next(), ${second}], async () => /*B*/getOrders("o"));
  return [user, await /*B9*/ask({})];
}`;

it("what is asked for behind a function that calls itself owes to what leads there in any round", () => {
  expect(relationIn(through("async (c, next) => (user.member ? /*B3*/next() : c)"))).toMatchObject({
    relation: "data",
  });
  expect(relationIn(through("async (c, next) => /*B3*/next()"))).toMatchObject({ relation: "independent" });
});

it("so does what a function asks for that calls itself", () => {
  const walk = (guard: string): string => `import { getUser, getOrders } from "@/lib/api";
export async function walk(ids) {
  const [id, ...rest] = ids;
  const user = await /*A*/getUser(id);
  ${guard}
  const orders = await /*B*/getOrders(id);
  return [user, orders];
}`;
  expect(relationIn(walk("if (rest.length > 0) await walk(rest);"))).toMatchObject({ relation: "independent" });
  expect(relationIn(walk("if (user.more) await walk(rest);"))).not.toMatchObject({ relation: "independent" });
});
