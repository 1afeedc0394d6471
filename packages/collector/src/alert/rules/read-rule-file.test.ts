import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readRuleFile } from "./read-rule-file.ts";
import { ruleFileJsonSchema } from "./rule-file-json-schema.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const SOURCES = {
  env: {
    SLACK_WEBHOOK_URL: "https://hooks.slack.test/services/T/B/x",
    WEBHOOK_SECRET: SECRET,
    GITHUB_TOKEN: "ghp_secret",
    EMPTY: "",
  },
  readFile: (path: string) => (path === "/run/hook" ? "https://hook.test/in\n" : undefined),
};

const WHOLE = `version: 1
defaults: { env: staging, tier: [proven, high], minRequests: 30, group: { by: [service, env, version], wait: 30s, interval: 5m }, repeat: never, sendResolved: true }
rules:
  - id: new-waterfall                       # on by default with no file at all
    when: finding.opened
    if: { newSince: deploy, savedP50: ">= 50ms", savedShare: ">= 5%" }
    severity: warning
    notify: [slack-web, pr]
  - id: hot-route
    when: finding.escalated
    if: { waitPerMinute: ">= 5s", for: 15m }
    severity: error
    notify: [alertmanager]
  - id: staging-went-quiet
    when: ingest.silent
    if: { for: 15m, expected: "service had > 1 request/min in the hour before" }
    severity: error
    notify: [slack-web]
  - { id: weekly, when: digest, schedule: "Mon 09:00", timezone: Asia/Seoul, notify: [slack-web] }
inhibit:
  - { source: ingest.degraded, target: [finding.resolved], equal: [service, env] }
mute: [ { match: { route: "/admin/**" }, reason: internal, until: 2027-01-31 } ]
receivers:
  slack-web:    { slack:   { url: \${SLACK_WEBHOOK_URL} } }
  hook:         { webhook: { url: "file:/run/hook", secret: \${WEBHOOK_SECRET}, format: standard } }
  alertmanager: { alertmanager: { url: http://alertmanager:9093 } }
  pr:           { github:  { repo: acme/web, token: \${GITHUB_TOKEN}, as: [comment, status] } }
network: { allow: [10.0.0.0/8] }
`;

function faultsOf(text: string): readonly string[] {
  const read = readRuleFile(text, SOURCES);
  return read.ok ? [] : read.faults.map(({ line, column, key, message }) => `${line}:${column} ${key} ${message}`);
}

describe("a rule file", () => {
  it("is read whole, variables unquoted as one writes them", () => {
    const read = readRuleFile(WHOLE, SOURCES);
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const { rules, receivers, mutes, group, allow } = read.settings;
    expect(rules.filter(({ builtIn }) => !builtIn).map(({ id }) => id)).toEqual([
      "new-waterfall",
      "hot-route",
      "staging-went-quiet",
      "weekly",
    ]);
    expect(rules[0]?.if).toEqual({
      envs: ["staging"],
      tiers: ["proven", "high"],
      minRequests: 30,
      newSince: "deploy",
      savedP50Ms: 50,
      savedShare: 0.05,
    });
    expect(rules[1]?.if).toMatchObject({ waitPerMinuteMs: 5_000, forMs: 900_000 });
    expect(rules[2]?.if).toMatchObject({ expectedPerMinute: 1, forMs: 900_000 });
    expect(receivers.get("hook")).toMatchObject({ kind: "webhook" });
    expect(mutes[0]?.until).toBe(Date.UTC(2027, 0, 31));
    expect(group).toEqual({ by: ["service", "env", "version"], waitMs: 30_000, intervalMs: 300_000 });
    expect(allow).toEqual(["10.0.0.0/8"]);
  });

  it("is read the same after a formatter went over it, and as the guide shows it", () => {
    const formatted = readRuleFile(WHOLE.replaceAll(/\$\{(\w+)\}/g, "${ $1 }"), SOURCES);
    expect(formatted.ok ? formatted.settings.receivers.get("slack-web")?.kind : formatted.faults).toBe("slack");
    const guide = readFileSync(new URL("../../../../../docs/guide/alerts.md", import.meta.url), "utf8");
    const shown = readRuleFile(/```yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? "", SOURCES);
    expect(shown.ok ? shown.settings.rules.length : shown.faults).toBe(6);
  });

  it("has rules that read the same when they are copied from the page", () => {
    const read = readRuleFile(WHOLE, SOURCES);
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const own = read.settings.rules.filter(({ builtIn }) => !builtIn);
    const copied = `version: 1\nrules:\n${own.map(({ yaml }) => yaml).join("")}${WHOLE.slice(WHOLE.indexOf("inhibit:"))}`;
    const again = readRuleFile(copied, SOURCES);
    expect(again.ok ? again.settings.rules : again.faults).toEqual(read.settings.rules);
  });

  it("says line and key of what is wrong", () => {
    expect(faultsOf("version: 1\nrules:\n  - id: a\n    when: finding.open\n    notify: [x]\n")[0]).toMatch(
      /^4:11 rules\[0\]\.when /,
    );
    expect(faultsOf("version: 1\nrulez: []\n")).toEqual(["2:1 rulez is not a key of a rule file"]);
    expect(faultsOf("version: 1\nrules:\n  - { id: a, when: digest, notify: [s], if: { savedP50: 50 } }\n")[0]).toMatch(
      /^3:57 rules\[0\]\.if\.savedP50 /,
    );
    expect(faultsOf('version: 1\ndefaults: { group: { wait: "soon" } }\n')).toEqual([
      "2:28 defaults.group.wait must be like 30s, 5m or 7d",
    ]);
    expect(faultsOf("version: 1\nrules: [\n")[0]).toMatch(/^3:1 /);
    expect(faultsOf("version: 2\n")[0]).toMatch(/^1:10 version /);
    expect(faultsOf("")[0]).toMatch(/^1:1 /);
    expect(faultsOf("version: 1\nrules:\n  - { id: a, when: finding.opened, notify: [nobody] }\n")).toEqual([
      "3:45 rules[0].notify[0] no receiver has this name",
    ]);
  });

  it("holds no secret, and says which variable or file is missing", () => {
    const slack = (url: string) => `version: 1\nreceivers:\n  s: { slack: { url: ${url} } }\n`;
    expect(faultsOf(slack("https://hooks.slack.com/services/T/B/x"))[0]).toMatch(
      /^3:22 receivers\.s\.slack\.url must be \$\{VARIABLE\} or file:/,
    );
    expect(faultsOf(slack("${NOT_THERE}"))).toEqual(["3:22 receivers.s.slack.url the variable NOT_THERE is not set"]);
    expect(faultsOf(slack("${EMPTY}"))).toEqual(["3:22 receivers.s.slack.url the variable EMPTY is not set"]);
    expect(faultsOf(slack('"file:/nowhere"'))[0]).toContain("cannot be read");
    expect(faultsOf(slack("${GITHUB_TOKEN}"))[0]).toContain("is not an http(s) address");
    expect(faultsOf("version: 1\nreceivers:\n  a: { alertmanager: { url: http://u:p@am:9093 } }\n")[0]).toMatch(
      /^3:29 /,
    );
    const weak = "version: 1\nreceivers:\n  h: { webhook: { url: https://h.test, secret: ${GITHUB_TOKEN} } }\n";
    expect(faultsOf(weak)[0]).toContain("base64 of 24 to 64 bytes");
  });

  it("is cut short by its bounds, not by its reader", () => {
    expect(faultsOf(`version: 1\n#${"x".repeat(300_000)}`)[0]).toContain("larger than");
    const bomb = `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
      .split("")
      .map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${"abcdefgh"[index]}`).join(",")}]`)
      .join("\n")}\n`;
    expect(() => faultsOf(bomb)).not.toThrow();
    expect(faultsOf(bomb).length).toBeGreaterThan(0);
  });

  it("follows the published schema", () => {
    const file = new URL("../../../weir.alerts.schema.json", import.meta.url);
    const published = JSON.parse(readFileSync(file, "utf8")) as object;
    expect(published).toEqual(ruleFileJsonSchema());
    const validate = new Ajv2020({ strict: false }).compile(published);
    expect(validate(parse(WHOLE.replaceAll(/\$\{(\w+)\}/g, '"$${$1}"')))).toBe(true);
    expect(validate({ version: 1, rules: [{ id: "a", when: "finding.open", notify: ["x"] }] })).toBe(false);
    expect(validate({ version: 1, receivers: { s: { slack: { url: "https://hooks.slack.com/x" } } } })).toBe(false);
  });
});
