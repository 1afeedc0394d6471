import { createServer } from "node:net";
import { type Part, PARTS } from "./options.ts";

const TRIES = 100;

export type Ports = Readonly<Record<Part, number>>;

/** The wanted ports, each moved on to the next that is free on loopback and not given to another part. */
export async function freePorts(wanted: Ports): Promise<Ports> {
  const taken = new Set<number>();
  const ports: Record<Part, number> = { ...wanted };
  for (const part of PARTS) {
    ports[part] = await nextFree(wanted[part], taken);
    taken.add(ports[part]);
  }
  return ports;
}

async function nextFree(wanted: number, taken: ReadonlySet<number>): Promise<number> {
  for (let port = wanted; port < wanted + TRIES && port <= 65_535; port += 1) {
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`no free port from ${wanted} to ${wanted + TRIES - 1}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
