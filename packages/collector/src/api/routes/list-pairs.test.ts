import { expect, it } from "vitest";
import { openApi } from "../testing/api-server.ts";
import { seed } from "../testing/seed.ts";
import { MAX_ROUTES } from "./list-pairs.ts";

it("without a route only the busiest routes' pairs are read, however many there are", async () => {
  const api = await openApi("memory");
  for (let index = 0; index < MAX_ROUTES + 5; index += 1) {
    await seed(api.store, { routeKey: `GET /route-${index}`, requests: 1 + index });
  }
  const { pairs } = (await api.get("/api/v1/pairs?service=shop&env=staging")).body;
  expect(pairs.map(({ seen }: { seen: number }) => seen)).toEqual(
    Array.from({ length: MAX_ROUTES }, (_all, index) => MAX_ROUTES + 5 - index),
  );
  expect((await api.get("/api/v1/pairs?service=shop&env=staging&route=/route-0")).body.pairs).toHaveLength(1);
  await api.close();
});
