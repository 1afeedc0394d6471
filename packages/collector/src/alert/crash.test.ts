import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { seed } from "../api/testing/seed.ts";
import { NOON } from "../store/testing.ts";
import { SqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { DeliveryNote } from "./book.ts";
import { MINUTE } from "./testing/desk-kit.ts";
import { LocalReceiver, slackAnswer } from "./testing/local-receiver.ts";

const HOUR = 60 * MINUTE;
const FINGERPRINTS = ["f00d000000000001", "f00d000000000002"] as const;

let root: string;
/** Of the store of the story at hand. */
let folder: string;
let slack: LocalReceiver;
let url: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "weir-alert-crash-"));
  folder = join(root, "store");
  slack = new LocalReceiver(slackAnswer);
  url = await slack.start();
});

afterEach(async () => {
  await slack.stop();
  rmSync(root, { recursive: true, force: true });
});

/** Deploys A and B on two routes: B brings a wait to each. */
async function deploy(version: "a" | "b", at: number): Promise<void> {
  const store = new SqliteStore({ folder });
  await store.migrate();
  for (const [index, fingerprint] of FINGERPRINTS.entries()) {
    const route = { routeKey: `GET /page/${index}`, version, requests: 40, at };
    await seed(store, version === "a" ? route : { ...route, fingerprint });
  }
  await store.close();
}

async function run(from: number, to: number, death: string): Promise<Record<string, number> | undefined> {
  const script = fileURLToPath(new URL("./testing/desk-until-killed.ts", import.meta.url));
  const args = ["--conditions=@weir/source", script, folder, `${url}/hook`, String(from), String(to), death];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  await new Promise((resolve) => {
    child.once("exit", resolve);
  });
  return out === "" ? undefined : (JSON.parse(out) as Record<string, number>);
}

function clock(): number {
  return Number(readFileSync(join(folder, "clock"), "utf8").trim().split("\n").at(-1));
}

async function deliveries(): Promise<readonly DeliveryNote[]> {
  const store = new SqliteStore({ folder });
  await store.migrate();
  const rows = await store.alertRows({ kind: "delivery" });
  await store.close();
  return rows.map(({ body }) => JSON.parse(body) as DeliveryNote);
}

/** What the taken messages tell, each finding with the messages it is in. */
function told(): ReadonlyMap<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { text } of slack.taken) {
    for (const [fingerprint = ""] of text.matchAll(/f00d0000000000\d\d/g)) {
      found.set(fingerprint, (found.get(fingerprint) ?? new Set()).add(text));
    }
  }
  return found;
}

describe("a collector that is killed", () => {
  it(
    "at every step of the outbox loses nothing and tells nothing twice but the same message",
    { timeout: 300_000 },
    async () => {
      await baseline();
      await deploy("b", NOON);
      // Every story begins with a copy of this.
      cpSync(folder, join(root, "template"), { recursive: true });
      const steps = await undisturbed();
      expect(Object.keys(steps).sort()).toEqual(["after-put", "before-put"]);
      for (const where of ["before-put", "after-put"]) {
        for (let count = 1; count <= (steps[where] ?? 0); count += 1) await storyWithDeathAt(`${where}:${count}`);
      }
    },
  );

  it(
    "while a receiver is down for an hour sends everything afterwards, each message once",
    { timeout: 120_000 },
    async () => {
      await deploy("a", NOON - HOUR);
      await run(NOON, NOON + 10_000, "never");
      await deploy("b", NOON);
      slack.standing({ status: 503, text: "down" });
      await run(NOON + 20_000, NOON + 30 * MINUTE, "after-put:4");
      const [waiting] = await deliveries();
      expect(waiting?.state).toBe("retrying");
      await run(clock() + 20_000, NOON + HOUR, "before-put:2");
      expect(slack.taken).toEqual([]);
      slack.standing(undefined);
      await run(NOON + HOUR, NOON + 4 * HOUR, "never");
      const opened = slack.taken.filter(({ text }) => text.includes("new needless waits"));
      expect(opened).toHaveLength(1);
      expect([...told().keys()].sort()).toEqual(FINGERPRINTS);
      const all = await deliveries();
      expect(all.find(({ id }) => id === waiting?.id)?.state).toBe("sent");
    },
  );
});

async function undisturbed(): Promise<Record<string, number>> {
  const steps = await story("never");
  expect(told().size).toBe(2);
  return steps ?? {};
}

/** Deploy A, and the first look at it. */
async function baseline(): Promise<void> {
  await deploy("a", NOON - HOUR);
  await run(NOON, NOON + 10_000, "never");
}

/** From deploy B to one sent message about it; killed once, started again. */
async function story(death: string): Promise<Record<string, number> | undefined> {
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, "template"), folder, { recursive: true });
  slack.taken.length = 0;
  const steps = await run(NOON + 20_000, NOON + 80_000, death);
  if (steps === undefined) await run(clock() + 20_000, clock() + 90_000, "never");
  return steps;
}

async function storyWithDeathAt(death: string): Promise<void> {
  expect(await story(death), death).toBeUndefined();
  // Both findings reached somebody, and every message that came twice is the same one.
  expect([...told().keys()].sort(), death).toEqual(FINGERPRINTS);
  for (const messages of told().values()) expect(messages.size, death).toBe(1);
  const all = await deliveries();
  expect(
    all.map(({ state }) => state),
    death,
  ).toEqual(["sent"]);
}
