import { appendFileSync, mkdirSync } from "node:fs";
import { FindingBook } from "../../api/findings/finding-book.ts";
import { FINDING_POLICY } from "../../api/findings/policy.ts";
import { Metrics } from "../../metrics.ts";
import type { Store } from "../../store/port.ts";
import { SqliteStore } from "../../store/sqlite/sqlite-store.ts";
import { AlertDesk } from "../alert-desk.ts";
import { RuleSource } from "../rules/rule-source.ts";

/**
 * A collector's alerting in a process of its own, on a clock that each look moves on by ten seconds, killed from inside
 * with SIGKILL at a given moment: before or after the n-th write, or after the n-th answer of the receiver. Arguments:
 * folder of the store, URL of the receiver, time to begin at, time to end at, and where to die (`before-put:3`,
 * `after-put:3`, `sent:1`, `never`).
 */
const [, , folder = "", url = "", from = "0", to = "0", death = "never"] = process.argv;
const [where = "never", count = "0"] = death.split(":");
const seen: Record<string, number> = {};

function step(name: string): void {
  seen[name] = (seen[name] ?? 0) + 1;
  if (name === where && seen[name] === Number(count)) process.kill(process.pid, "SIGKILL");
}

mkdirSync(folder, { recursive: true });
const inner = new SqliteStore({ folder });
/** The real store; only the moments around its writes are watched. */
const store: Store = new Proxy<Store>(inner, {
  get(target, name) {
    const value: unknown = Reflect.get(target, name);
    if (typeof value !== "function") return value;
    if (name !== "putAlertRows") return (...args: unknown[]): unknown => Reflect.apply(value, target, args);
    return async (...args: unknown[]): Promise<unknown> => {
      step("before-put");
      const written: unknown = await Reflect.apply(value, target, args);
      step("after-put");
      return written;
    };
  },
});
let now = Number(from);
const policy = FINDING_POLICY;
const desk = new AlertDesk({
  store,
  clock: () => now,
  random: () => 0.5,
  rules: new RuleSource({ path: "none", named: false, env: { SLACK_WEBHOOK_URL: url } }, now),
  book: new FindingBook(store, policy, "counting"),
  policy,
  metrics: new Metrics(),
  allow: ["127.0.0.0/8"],
  dashboard: () => "http://weir.test",
  dropped: () => 0,
  onFailure: (what, error) => process.stderr.write(`${what}: ${String(error)}\n`),
});
await store.migrate();
while (now < Number(to)) {
  await desk.tick();
  await desk.settled();
  now += 10_000;
  appendFileSync(`${folder}/clock`, `${now}\n`);
}
await desk.stop();
await store.close();
process.stdout.write(`${JSON.stringify(seen)}\n`);
