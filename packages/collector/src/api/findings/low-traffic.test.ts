import { expect, it } from "vitest";
import { FINDING_POLICY } from "./policy.ts";
import { openApi } from "../testing/api-server.ts";
import { seed } from "../testing/seed.ts";

it("a route with little traffic needs fewer requests where the rules say so", async () => {
  const policy = {
    ...FINDING_POLICY,
    minRequestsOn: (routes: readonly string[]) => (routes.includes("GET /admin") ? 8 : undefined),
  };
  const api = await openApi("memory", { policy });
  await seed(api.store, { routeKey: "GET /admin", requests: 8, fingerprint: "f00d000000000001" });
  await seed(api.store, { routeKey: "GET /cart", requests: 8, fingerprint: "f00d000000000002" });
  const { body } = await api.get("/api/v1/findings?status=all");
  expect(
    body.findings.map((finding: { routes: string[]; status: string }) => [finding.routes[0], finding.status]).sort(),
  ).toEqual([
    ["GET /admin", "new"],
    ["GET /cart", "candidate"],
  ]);
  await api.close();
});
