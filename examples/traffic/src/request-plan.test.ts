import { describe, expect, it } from "vitest";
import { peopleOf } from "../../backend/src/person.ts";
import { EXAMPLE_ROUTES } from "../../manifest.ts";
import type { ExampleRoute } from "../../manifest/example-route.ts";
import { planRequests } from "./request-plan.ts";

describe("planRequests", () => {
  const plan = planRequests(EXAMPLE_ROUTES, peopleOf(7), 24);

  it("sends every route equally often, mixed, by many people and some visitors", () => {
    expect(plan).toHaveLength(EXAMPLE_ROUTES.length * 24);
    expect(new Set(plan.slice(0, 50).map(({ route }) => route)).size).toBeGreaterThan(20);
    for (const route of EXAMPLE_ROUTES) {
      const own = plan.filter((planned) => planned.route === route);
      expect(new Set(own.map(({ person }) => person?.id)).size).toBeGreaterThan(12);
      expect(own.some(({ person }) => person === undefined)).toBe(route.visitors !== "signed-in");
    }
  });

  it("links every waterfall to a twin that is in the manifest, and names each route once", () => {
    const keys = EXAMPLE_ROUTES.map(nameOf);
    expect(new Set(keys).size).toBe(keys.length);
    const twins = new Set(EXAMPLE_ROUTES.filter(({ expectation }) => expectation === "twin").map(nameOf));
    const wanted = EXAMPLE_ROUTES.flatMap((route) =>
      route.expectation === "waterfall" ? [nameOf({ ...route, key: route.twin })] : [],
    );
    expect(new Set(wanted)).toEqual(twins);
  });
});

function nameOf({ service, key }: Pick<ExampleRoute, "service" | "key">): string {
  return `${service} ${key}`;
}
