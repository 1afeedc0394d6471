import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { createBackend } from "./backend.ts";
import { peopleOf } from "./person.ts";

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
});

async function backend(seed = 7): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const server = createBackend({ speed: 1000, seed });
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);
}

function as(token: string): RequestInit {
  return { headers: { authorization: `Bearer ${token}` } };
}

describe("upstream services", () => {
  it("tell people apart by their token, and know a visitor and a forged token", async () => {
    const get = await backend();
    const [first, second] = peopleOf(7);
    const bodies = await Promise.all(
      [first, second].map(async (person) => (await get("/identity/session", as(person?.token ?? ""))).json()),
    );
    expect(bodies).toMatchObject([{ user: { id: first?.id } }, { user: { id: second?.id } }]);
    expect(first?.id).not.toBe(second?.id);
    expect(await (await get("/identity/session")).json()).toMatchObject({ signedIn: false, user: { role: "guest" } });
    expect((await get("/identity/session", as("forged"))).status).toBe(401);
  });

  it("give the same answers for the same seed and others for another", async () => {
    const read = async (seed: number): Promise<unknown> => (await (await backend(seed))("/prices/sku_1")).json();
    expect(await read(1)).toEqual(await read(1));
    expect(await read(1)).not.toEqual(await read(2));
  });

  it("hand out cursors that lead to the last page and refuse others", async () => {
    const get = await backend();
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const suffix: string = cursor === null ? "" : `?cursor=${cursor}`;
      const page = (await (await get(`/orders/export${suffix}`)).json()) as { orders: string[]; next: string | null };
      seen.push(...page.orders);
      cursor = page.next;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(80);
    expect((await get("/orders/export?cursor=nonsense")).status).toBe(400);
  });

  it("keep what is written, and refuse a body that is no JSON object or too large", async () => {
    const get = await backend();
    const post = (body: string): Promise<Response> => get("/orders", { method: "POST", body });
    const order = (await (await post('{"sku":"s1"}')).json()) as { id: string };
    expect(await (await get(`/orders/${order.id}`)).json()).toMatchObject({ sku: "s1", status: "placed" });
    expect((await post("[1]")).status).toBe(400);
    expect((await post("{")).status).toBe(400);
    expect((await post(`{"note":"${"x".repeat(70_000)}"}`)).status).toBe(400);
  });

  it("fail on the inputs that are meant to fail", async () => {
    const get = await backend();
    const statuses = await Promise.all(
      [
        "/catalog/products/prd-13",
        "/catalog/products/none",
        "/tenants?host=unknown.example",
        "/nowhere",
        "/stock/%E0%A4%A",
      ].map(async (path) => (await get(path)).status),
    );
    expect(statuses).toEqual([500, 404, 404, 404, 404]);
  });
});
