import { expect, it } from "vitest";
import { Newsroom } from "./newsroom.ts";
import type { Outline } from "./outline.ts";

const outline = (savedMs: number, fingerprint = "f1"): Outline => ({
  service: "shop",
  env: "dev",
  version: "",
  routeKey: "GET /cart",
  duration: 200_000,
  calls: 2,
  fixes: [{ fingerprint, saved: { low: savedMs * 1000, high: savedMs * 1000 } }],
  unjudged: [],
});

const names = (room: Newsroom, ...outlines: Outline[]) => room.after(outlines).map(({ name }) => name);

it("announces a finding once, with what the request could have taken", () => {
  const room = new Newsroom();
  const [, opened] = room.after([outline(80)]);
  expect(opened).toMatchObject({
    name: "finding.opened",
    item: { fingerprint: "f1", route: "GET /cart", duration: 200, possible: { low: 120, high: 120 } },
  });
  expect(names(room, outline(90))).toEqual(["route.updated", "finding.updated"]);
  expect(names(room, outline(90, "f2"))).toEqual(["route.updated", "finding.opened"]);
});

it("keeps quiet about a wait that is not worth a line", () => {
  expect(names(new Newsroom(), outline(9))).toEqual(["route.updated", "finding.updated"]);
});
