import { type FindingDocument, type Life, siteOfPair } from "@weir/core";
import { type LifeNote, lifeKey, noteIn } from "../../alert/book.ts";
import { DAY_MS } from "../../store/day.ts";
import { groupBy } from "../../store/group-by.ts";
import { matches } from "../../store/match.ts";
import { compareText } from "../../store/order.ts";
import type {
  App,
  FindingAggregate,
  FindingState,
  Presence,
  Store,
  VersionAggregate,
  Window,
} from "../../store/port.ts";
import { defined } from "../defined.ts";
import { EvidenceProfiles, newestVersion, readEvidence } from "../evidence-profiles.ts";
import type { InForce } from "../../overrides/in-force.ts";
import { overridesInForce } from "../../overrides/override-book.ts";
import { inTurns } from "../in-turns.ts";
import { MAX_LOOKBACK_MS } from "../window.ts";
import { type AssembledFinding, assembleFinding, type FindingFacts, typicalSaving } from "./assemble.ts";
import type { FindingPolicy } from "./policy.ts";

export interface BookQuery extends Partial<App>, Window {
  readonly version?: string | undefined;
  readonly routeKey?: string | undefined;
  readonly fingerprint?: string | undefined;
}

/** What is known of all findings together. */
interface Background {
  readonly presence: Presence;
  readonly versions: readonly VersionAggregate[];
  readonly states: ReadonlyMap<string, FindingState>;
  readonly lives: ReadonlyMap<string, Life>;
  readonly inForce: InForce;
}

/** Reads findings whole: counts, documents, evidence and decisions of people, joined per app. */
export class FindingBook {
  readonly #store: Store;
  readonly #policy: FindingPolicy;
  readonly #remembering: boolean;
  /** `counting`: only what counts and people say, for who decides what is to be remembered. */
  constructor(store: Store, policy: FindingPolicy, mode: "counting" | "remembering") {
    this.#store = store;
    this.#policy = policy;
    this.#remembering = mode === "remembering";
  }

  /** Every finding with a request in the window, withdrawn ones and candidates included; most wait first. */
  async read(query: BookQuery, now: number): Promise<readonly AssembledFinding[]> {
    const rows = await this.#store.findings(defined(query));
    if (rows.length === 0) return [];
    const background = await this.#background(query, now);
    const apps = groupBy(rows, (row) => JSON.stringify([row.service, row.env]));
    const facts = await Promise.all([...apps.values()].map((own) => this.#facts(own, background, now)));
    const found = await inTurns(facts.flat(), (fact) => this.#assemble(fact, query, now));
    return found.sort(compareFindings);
  }

  /** Who remembers looks at every finding whole; who lists them at a page of them. */
  #assemble(fact: FindingFacts, query: BookQuery, now: number): AssembledFinding {
    const assembled = assembleFinding(fact, query, now, this.#policy);
    return this.#remembering ? assembled : { ...assembled };
  }

  async #background({ service, env, fingerprint }: BookQuery, now: number): Promise<Background> {
    const app = defined({ service, env });
    const always = { from: now - MAX_LOOKBACK_MS, to: now + DAY_MS };
    const [presence, versions, states, lives, inForce] = await Promise.all([
      this.#store.presence({ ...app, ...always, ...defined({ fingerprint }) }),
      this.#store.versions(app),
      this.#store.findingStates(),
      this.#lives(fingerprint),
      overridesInForce(this.#store),
    ]);
    return { presence, versions, lives, inForce, states: new Map(states.map((state) => [state.fingerprint, state])) };
  }

  async #lives(fingerprint: string | undefined): Promise<ReadonlyMap<string, Life>> {
    if (!this.#remembering) return new Map();
    const rows = await this.#store.alertRows({
      kind: "life",
      ...(fingerprint === undefined ? {} : { scope: fingerprint }),
    });
    return new Map(rows.map((row) => [row.key, noteIn<LifeNote>(row).life]));
  }

  /** Facts of the findings of one app. One without a document cannot be shown, and is left out. */
  async #facts(
    rows: readonly FindingAggregate[],
    background: Background,
    now: number,
  ): Promise<readonly FindingFacts[]> {
    const [first] = rows;
    if (first === undefined) return [];
    const app = { service: first.service, env: first.env };
    const own = <Item extends App>(items: readonly Item[]) => items.filter((item) => matches(app, item));
    const seenOf = groupBy(own(background.presence.findings), ({ fingerprint }) => fingerprint);
    const trafficOf = groupBy(own(background.presence.routes), ({ routeKey }) => routeKey);
    const versions = own(background.versions);
    const groups = groupBy(rows, ({ fingerprint }) => fingerprint);
    const documents = await this.#documents(app, [...groups.keys()]);
    const version = new Map([...documents.keys()].map((key) => [key, newestVersion(seenOf.get(key) ?? [], versions)]));
    const profiles = await this.#profiles(app, documents, version, now);
    return [...documents].map(([fingerprint, document]) => {
      const seen = seenOf.get(fingerprint) ?? [];
      const newest = version.get(fingerprint) ?? "";
      return {
        ...app,
        fingerprint,
        document,
        versions,
        seen,
        rows: groups.get(fingerprint) ?? [],
        traffic: [...new Set(seen.map(({ routeKey }) => routeKey))].flatMap((key) => trafficOf.get(key) ?? []),
        state: background.states.get(fingerprint),
        life: background.lives.get(lifeKey({ ...app, fingerprint })),
        profile: (pair: string) => {
          const labels = labelsOf(document, pair);
          const counted = profiles.of(newest, pair) ?? new Map<string, number>();
          return background.inForce.heeded(app.service, pair, labels, counted);
        },
      };
    });
  }

  /** Evidence expires with the deploy: of each finding, that of the newest version which showed it. */
  async #profiles(
    app: App,
    documents: ReadonlyMap<string, FindingDocument>,
    versionOf: ReadonlyMap<string, string>,
    now: number,
  ): Promise<EvidenceProfiles> {
    const keys = new Map<string, Set<string>>();
    for (const [fingerprint, { edges }] of documents) {
      const version = versionOf.get(fingerprint) ?? "";
      const own = keys.get(version) ?? new Set();
      keys.set(version, own);
      for (const { pair } of edges) own.add(pair).add(siteOfPair(pair));
    }
    const profiles = new EvidenceProfiles();
    // One after the other: there may be many versions, and others wait for the store too.
    for (const [version, wanted] of keys) {
      profiles.add(await readEvidence(this.#store, { ...app, version, keys: [...wanted] }, now));
    }
    return profiles;
  }

  async #documents(app: App, fingerprints: readonly string[]): Promise<ReadonlyMap<string, FindingDocument>> {
    const documents = await this.#store.documents("finding", fingerprints, app);
    return new Map(documents.map(({ key, body }) => [key, JSON.parse(body) as FindingDocument]));
  }
}

function labelsOf({ edges, calls }: FindingDocument, pair: string): readonly [string, string] {
  const edge = edges.find((one) => one.pair === pair);
  const label = (index: number | undefined) => (index === undefined ? undefined : calls[index]?.call) ?? "";
  return [label(edge?.from), label(edge?.to)];
}

/** Most wait first, ties by saving and fingerprint. */
function compareFindings(a: AssembledFinding, b: AssembledFinding): number {
  return (
    b.waitPerMinute - a.waitPerMinute ||
    typicalSaving(b) - typicalSaving(a) ||
    compareText(a.facts.fingerprint, b.facts.fingerprint) ||
    compareText(a.facts.env, b.facts.env)
  );
}
