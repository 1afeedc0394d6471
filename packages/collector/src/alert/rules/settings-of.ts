import type { AlertConditions, AlertRule, Tier } from "@weir/core";
import { defined } from "../../api/defined.ts";
import { keysOf } from "../receivers/standard-webhooks/signature.ts";
import { Secret } from "../secret.ts";
import type { AlertSettings, Mute, ReceiverSettings } from "../settings.ts";
import { builtInRules, DEFAULT_SETTINGS, systemRules } from "./built-in.ts";
import type { FileDefaults, FileReceiver, FileRule, RuleFile } from "./rule-file.ts";
import { ruleYaml } from "./rule-yaml.ts";
import { readAtLeast, readAtLeastShare, readDuration, readExpected } from "./units.ts";

/** Where secrets come from. */
export interface SettingsSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Text of a file; `undefined` when it cannot be read. */
  readonly readFile: (path: string) => string | undefined;
  /** Something well formed stands for every secret: for rules that are only tried. */
  readonly pretend?: boolean;
}

/** Something in the file that is well formed and still cannot be used. */
export class FileFault extends Error {
  readonly path: readonly (string | number)[];

  constructor(path: readonly (string | number)[], message: string) {
    super(message);
    this.path = path;
  }
}

/** Turns a file into settings. Throws `FileFault` for a secret that is not there and a receiver nobody has named. */
export function settingsOf(file: RuleFile, sources: SettingsSources): AlertSettings {
  const receivers = new Map(
    Object.entries(file.receivers ?? {}).map(([name, receiver]) => [
      name,
      receiverOf(name, receiver, resolver(sources, ["receivers", name])),
    ]),
  );
  const names = [...receivers.keys()];
  const defaults = file.defaults ?? {};
  const rules =
    file.rules === undefined
      ? builtInRules(names)
      : [...file.rules.map((rule, index) => ruleOf(rule, index, defaults, receivers)), ...systemRules(names)];
  checkIds(rules);
  const { by, wait, interval } = defaults.group ?? {};
  return {
    ...DEFAULT_SETTINGS,
    rules,
    receivers,
    inhibitions: file.inhibit ?? DEFAULT_SETTINGS.inhibitions,
    mutes: (file.mute ?? []).map(muteOf),
    minRequests: file.minRequests ?? [],
    group: {
      by: by ?? DEFAULT_SETTINGS.group.by,
      waitMs: millis(wait) ?? DEFAULT_SETTINGS.group.waitMs,
      intervalMs: millis(interval) ?? DEFAULT_SETTINGS.group.intervalMs,
    },
    ...defined({ everyMs: millis(file.every), lang: file.lang, dashboard: file.dashboard }),
    allow: file.network?.allow ?? [],
  };
}

function ruleOf(
  rule: FileRule,
  index: number,
  defaults: FileDefaults,
  receivers: ReadonlyMap<string, ReceiverSettings>,
): AlertRule {
  const missing = rule.notify.findIndex((name) => !receivers.has(name));
  if (missing >= 0) throw new FileFault(["rules", index, "notify", missing], "no receiver has this name");
  if (rule.when === "digest" && rule.schedule === undefined) {
    throw new FileFault(["rules", index, "when"], 'a digest needs a schedule, like "Mon 09:00"');
  }
  const repeatMs = millis((rule.repeat ?? defaults.repeat) === "never" ? undefined : (rule.repeat ?? defaults.repeat));
  const parts = {
    id: rule.id,
    when: rule.when,
    if: conditionsOf(rule, defaults),
    severity: rule.severity ?? "warning",
    notify: rule.notify,
    ...defined({ repeatMs }),
    sendResolved: rule.sendResolved ?? defaults.sendResolved ?? true,
    ...(rule.schedule === undefined ? {} : { schedule: { at: rule.schedule, timezone: rule.timezone ?? "UTC" } }),
  } as const;
  return { ...parts, builtIn: false, yaml: ruleYaml(parts) };
}

function conditionsOf(rule: FileRule, defaults: FileDefaults): AlertConditions {
  const own = rule.if ?? {};
  const aboutFindings = rule.when.startsWith("finding.");
  return defined({
    envs: listOf(own.env ?? defaults.env),
    services: listOf(own.service),
    routes: listOf(own.route),
    tiers: aboutFindings ? (listOf(own.tier ?? defaults.tier) as readonly Tier[] | undefined) : undefined,
    minRequests: own.minRequests ?? (aboutFindings ? defaults.minRequests : undefined),
    newSince: own.newSince,
    savedP50Ms: own.savedP50 === undefined ? undefined : readAtLeast(own.savedP50),
    savedShare: own.savedShare === undefined ? undefined : readAtLeastShare(own.savedShare),
    waitPerMinuteMs: own.waitPerMinute === undefined ? undefined : readAtLeast(own.waitPerMinute),
    forMs: millis(own.for),
    expectedPerMinute: own.expected === undefined ? undefined : readExpected(own.expected),
  });
}

function receiverOf(
  name: string,
  receiver: FileReceiver,
  secret: (key: readonly string[], text: string) => Secret,
): ReceiverSettings {
  const { slack, webhook, alertmanager, github } = receiver;
  if (slack !== undefined) return { name, kind: "slack", url: secret(["slack", "url"], slack.url) };
  if (webhook !== undefined) {
    const signed = webhook.secret === undefined ? undefined : secret(["webhook", "secret"], webhook.secret);
    return {
      name,
      kind: webhook.format === "alertmanager" ? "alertmanager-webhook" : "webhook",
      url: secret(["webhook", "url"], webhook.url),
      ...defined({ secret: signed }),
    };
  }
  if (alertmanager !== undefined) {
    const token = alertmanager.token === undefined ? undefined : secret(["alertmanager", "token"], alertmanager.token);
    return {
      name,
      kind: "alertmanager",
      url: secret(["alertmanager", "url"], alertmanager.url),
      ...defined({ token }),
    };
  }
  if (github === undefined) throw new TypeError("the schema lets no receiver without a kind through");
  return {
    name,
    kind: "github",
    repo: github.repo,
    token: secret(["github", "token"], github.token),
    as: github.as ?? ["comment", "status"],
    api: secret(["github", "api"], github.api ?? "https://api.github.com"),
  };
}

const PRETENDED_SECRET = `whsec_${"A".repeat(32)}`;
const PRETENDED_ADDRESS = "https://pretended.invalid/";

/** Replaces `$<NAME>` and `file:` by what they stand for, and checks that an address is one. */
function resolver({ env, readFile, pretend = false }: SettingsSources, at: readonly string[]) {
  return (key: readonly string[], text: string): Secret => {
    if (pretend) return new Secret(key.at(-1) === "secret" ? PRETENDED_SECRET : PRETENDED_ADDRESS);
    const path = [...at, ...key];
    const value = valueOf(text, env, readFile, path);
    if (key.at(-1) === "secret" && keysOf(value) === undefined) {
      throw new FileFault(path, "must be whsec_ and base64 of 24 to 64 bytes");
    }
    if ((key.at(-1) === "url" || key.at(-1) === "api") && !isAddress(value)) {
      throw new FileFault(path, "is not an http(s) address");
    }
    return new Secret(value);
  };
}

function valueOf(
  text: string,
  env: SettingsSources["env"],
  readFile: SettingsSources["readFile"],
  path: readonly string[],
): string {
  const variable = /^\$<\s*(\w+)\s*>$/.exec(text)?.[1];
  if (variable !== undefined) {
    const value = env[variable] ?? "";
    if (value === "") throw new FileFault(path, `the variable ${variable} is not set`);
    return value;
  }
  if (!text.startsWith("file:")) return text;
  const content = readFile(text.slice("file:".length))?.trim() ?? "";
  if (content === "") throw new FileFault(path, "the file it names cannot be read, or is empty");
  return content;
}

export function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") && url.hostname !== "";
}

function checkIds(rules: readonly AlertRule[]): void {
  const seen = new Set<string>();
  rules.forEach(({ id, builtIn }, index) => {
    if (seen.has(id) && !builtIn) throw new FileFault(["rules", index, "id"], "another rule has this id");
    seen.add(id);
  });
}

function muteOf({ match, reason, until }: NonNullable<RuleFile["mute"]>[number]): Mute {
  return { match: defined<typeof match>(match), reason, ...(until === undefined ? {} : { until: Date.parse(until) }) };
}

function listOf(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof value === "string" ? [value] : value;
}

function millis(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readDuration(text);
}
