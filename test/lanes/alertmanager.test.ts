import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LocalReceiver } from "../../packages/collector/src/alert/testing/local-receiver.ts";
import type { Alerts } from "../../packages/core/src/index.ts";
import { Staging, until } from "../integration/alerts/staging.ts";
import { needsDebian } from "./apt.ts";

const BINARY = "/usr/bin/prometheus-alertmanager";
const [COLLECTOR, ALERTMANAGER] = [5225, 5226];
const API = `http://127.0.0.1:${ALERTMANAGER}/api/v2`;

interface SeenAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly status: { readonly state: string };
}

interface Notification {
  readonly status: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[];
}

const folder = mkdtempSync(join(tmpdir(), "weir-alertmanager-"));
const staging = new Staging();
const pager = new LocalReceiver(() => ({ status: 200, text: "" }));
let alertmanager: ChildProcess;

beforeAll(async () => {
  needsDebian(["prometheus-alertmanager"], [BINARY]);
  const url = await pager.start();
  writeFileSync(
    join(folder, "alertmanager.yml"),
    `route: { receiver: pager, group_by: [env], group_wait: 1s, group_interval: 1s, repeat_interval: 1h }
receivers: [{ name: pager, webhook_configs: [{ url: "${url}/page", send_resolved: true }] }]
`,
  );
  alertmanager = spawn(
    BINARY,
    [
      `--config.file=${join(folder, "alertmanager.yml")}`,
      `--storage.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${ALERTMANAGER}`,
      "--cluster.listen-address=",
    ],
    { stdio: "ignore", timeout: 280_000 },
  );
  await until(async () => ((await fetch(`http://127.0.0.1:${ALERTMANAGER}/-/ready`)).ok ? true : undefined));
  await staging.open();
});

afterAll(async () => {
  await staging.close();
  await pager.stop();
  if (alertmanager !== undefined) await staging.kill(alertmanager, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function alerts(): Promise<readonly SeenAlert[]> {
  const all = (await (await fetch(`${API}/alerts`)).json()) as readonly SeenAlert[];
  return all.filter(({ labels }) => labels["alertname"] === "WeirNeedlessWait");
}

const pages = (): readonly Notification[] => pager.taken.map(({ text }) => JSON.parse(text) as Notification);

describe("Debian's Alertmanager", () => {
  it("takes our alerts, groups them, and ends them when the waits are gone", async () => {
    writeFileSync(
      join(staging.folder, "weir.alerts.yaml"),
      `version: 1
every: 500ms
receivers: { am: { alertmanager: { url: "http://127.0.0.1:${ALERTMANAGER}" } } }
network: { allow: [127.0.0.1] }
`,
    );
    await staging.collector("one", COLLECTOR, {});
    const services = ["web", "shop"];
    for (const service of services) {
      const a = await staging.deploy("a", "together", COLLECTOR, service);
      await a.request(40);
      await a.stop();
    }
    await until(async () => {
      const { baselines } = (await (await fetch(`http://127.0.0.1:${COLLECTOR}/api/v1/alerts`)).json()) as Alerts;
      return baselines?.length === 2 ? true : undefined;
    });

    for (const service of services) {
      const b = await staging.deploy("b", "in a row", COLLECTOR, service);
      await b.request(40);
      await b.stop();
    }
    const firing = await until(async () => {
      const found = await alerts();
      return found.length === 2 ? found : undefined;
    });
    expect(firing.map(({ labels }) => labels["service"]).sort()).toEqual(["shop", "web"]);
    for (const { labels, annotations, endsAt, generatorURL, status } of firing) {
      expect(Object.keys(labels).sort()).toEqual([
        "alertname",
        "env",
        "fingerprint",
        "kind",
        "rule",
        "service",
        "severity",
      ]);
      expect(annotations["summary"]).toContain("without needing it");
      expect(annotations["version"]).toBe("b");
      expect(Date.parse(endsAt)).toBeGreaterThan(Date.now());
      expect(generatorURL).toBe(`http://127.0.0.1:${COLLECTOR}/findings/${labels["fingerprint"]}`);
      expect(status.state).toBe("active");
    }
    const both = await until(async () => pages().find(({ alerts: all }) => all.length === 2));
    expect(both).toMatchObject({ status: "firing", groupLabels: { env: "staging" } });

    for (const service of services) {
      const c = await staging.deploy("c", "together", COLLECTOR, service);
      await c.request(40);
      await c.stop();
    }
    const over = await until(async () => pages().find(({ status }) => status === "resolved"));
    expect(over.alerts.map(({ status }) => status)).not.toContain("firing");
    await until(async () => ((await alerts()).length === 0 ? true : undefined));
  });
});
