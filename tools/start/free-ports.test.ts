import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { freePorts } from "./free-ports.ts";

describe("freePorts", () => {
  it("moves past a port that is taken, and gives no two parts the same", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as AddressInfo;
    const ports = await freePorts({ backend: port, "next-app": port, "sveltekit-app": port, collector: port });
    holder.close();
    const given = Object.values(ports);
    expect(given).not.toContain(port);
    expect(new Set(given).size).toBe(4);
    expect(given.every((value) => value > port && value < port + 100)).toBe(true);
  });
});
