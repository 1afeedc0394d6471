import type { RequestAnalysis } from "@weir/core";
import { expect, it } from "vitest";
import { Newsroom } from "./newsroom.ts";

const analysis = (savedMs: number, fingerprint = "f1"): RequestAnalysis =>
  ({
    request: { service: "shop", env: "dev", method: "GET", route: "/cart", start: 0, end: 200_000 },
    fixes: [{ fingerprint, saved: { low: savedMs * 1000, high: savedMs * 1000 } }],
  }) as unknown as RequestAnalysis;

const names = (room: Newsroom, ...analyses: RequestAnalysis[]) => room.after(analyses).map(({ name }) => name);

it("announces a finding once, with what the request could have taken", () => {
  const room = new Newsroom();
  const [, opened] = room.after([analysis(80)]);
  expect(opened).toMatchObject({
    name: "finding.opened",
    item: { fingerprint: "f1", route: "GET /cart", duration: 200, possible: { low: 120, high: 120 } },
  });
  expect(names(room, analysis(90))).toEqual(["route.updated", "finding.updated"]);
  expect(names(room, analysis(90, "f2"))).toEqual(["route.updated", "finding.opened"]);
});

it("keeps quiet about a wait that is not worth a line", () => {
  expect(names(new Newsroom(), analysis(9))).toEqual(["route.updated", "finding.updated"]);
});
