import { readRuleFile } from "../../../packages/collector/src/alert/rules/read-rule-file.ts";
import type { Random } from "../engine/random.ts";
import type { Target } from "../engine/target.ts";

const WORDS = [
  "version: 1\n",
  "rules:\n",
  "  - { id: a, when: finding.opened, notify: [hook] }\n",
  "receivers:\n",
  "defaults: {",
  "if: {",
  "  hook: { webhook: { url: https://example.com/x } }\n",
  "${SLACK}",
  "file:/etc/passwd",
  "&a ",
  "*a",
  "<<: *a",
  "!!binary ",
  "!!set ",
  "!!js/function ",
  "? ",
  "- - - - ",
  "{{{{",
  "[[[[",
  "'",
  '"',
  "|\n",
  ">\n",
  "---\n",
  "...\n",
  "%YAML 1.2\n",
  "\t",
  "savedP50: '>= 50ms'",
  "waitPerMinute: '>= 5s'",
  "for: 15m",
  "schedule: 'Mon 09:00'",
  "timezone: Asia/Seoul",
  "__proto__: 1\n",
  "route: '/a/**'",
  "until: 2027-01-31",
  "999999999999999d",
  "~",
  "0x7f",
  ".nan",
  "2001-12-14t21:59:43.10-05:00",
];

const FILE = `version: 1
defaults: { env: staging, tier: [proven, high], minRequests: 30, group: { by: [service, env, version], wait: 30s, interval: 5m } }
rules:
  - id: new-waterfall
    when: finding.opened
    if: { newSince: deploy, savedP50: ">= 50ms", savedShare: ">= 5%" }
    severity: warning
    notify: [slack-web, hook]
  - { id: weekly, when: digest, schedule: "Mon 09:00", timezone: Asia/Seoul, notify: [slack-web] }
inhibit:
  - { source: ingest.degraded, target: [finding.resolved], equal: [service, env] }
mute: [ { match: { route: "/admin/**" }, reason: internal, until: 2027-01-31 } ]
receivers:
  slack-web: { slack: { url: \${SLACK_WEBHOOK_URL} } }
  hook: { webhook: { url: https://example.com/hook, secret: \${WEBHOOK_SECRET}, format: standard } }
`;

/** Any text as \`weir.alerts.yaml\`: settings, or faults with a line. */
export function rules(): Target {
  const sources = { env: { SLACK_WEBHOOK_URL: "https://hooks.slack.com/services/T/B/x" }, readFile: () => "secret" };
  return {
    seeds: () => [Buffer.from(FILE), ...FILE.split("\n").map((line) => Buffer.from(line))],
    words: WORDS,
    make: (random: Random) => Buffer.from(random.list(14, () => random.pick(WORDS)).join(random.chance(2) ? "" : " ")),
    slow: 500,
    maxBytes: 8 * 1024,
    run(input) {
      const read = readRuleFile(input.toString("utf8"), sources);
      if (Object.keys(Object.prototype).length > 0) throw new Error("The prototype of all objects was changed");
      if (read.ok) return `ok ${read.settings.rules.length}`;
      const [fault] = read.faults;
      if (fault === undefined) throw new Error("A rule file was refused without a fault");
      if (!(fault.line >= 1 && fault.column >= 1)) throw new Error("A fault stands nowhere");
      return fault.message.replaceAll(/\d+|"[^"]*"/g, "…").slice(0, 60);
    },
  };
}
