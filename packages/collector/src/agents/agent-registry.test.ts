import { describe, expect, it } from "vitest";
import { AgentRegistry } from "./agent-registry.ts";

const evidence = { values: true, callSites: true, lineage: true, source: true };
const hello = {
  service: "shop",
  env: "dev",
  version: "1",
  instance: "i",
  pid: 1,
  node: "24",
  agent: "0.1.0",
  framework: "next",
  evidence,
} as const;

describe("AgentRegistry", () => {
  it("lists what said hello with its evidence, newest first", () => {
    const agents = new AgentRegistry();
    agents.hello(hello, 1_000);
    agents.hello({ ...hello, service: "web" }, 2_000);
    expect(agents.list().map(({ service, lastSeen }) => [service, lastSeen])).toEqual([
      ["web", "1970-01-01T00:00:02.000Z"],
      ["shop", "1970-01-01T00:00:01.000Z"],
    ]);
    expect(agents.list()[0]?.evidence).toEqual(evidence);
    expect(agents.sendsSources({ service: "web", env: "dev" })).toBe(true);
  });

  it("lists foreign SDKs without evidence, and never takes an agent's evidence away", () => {
    const agents = new AgentRegistry();
    agents.seen({ service: "plain", env: "dev" }, 1_000);
    expect(agents.list()[0]).toMatchObject({ service: "plain", evidence: { lineage: false, source: false } });
    agents.hello(hello, 1_000);
    agents.seen({ service: "shop", env: "dev", version: "1" }, 5_000);
    expect(agents.list()[0]).toMatchObject({ service: "shop", lastSeen: "1970-01-01T00:00:05.000Z", evidence });
  });

  it("forgets the one not heard of for longest at its bound, and counts it", () => {
    const agents = new AgentRegistry();
    for (let at = 0; at <= 1_000; at += 1) agents.seen({ service: `s${at}`, env: "dev" }, at);
    expect(agents.list()).toHaveLength(1_000);
    expect(agents.forgotten).toBe(1);
    expect(agents.list().at(-1)?.service).toBe("s1");
  });
});
