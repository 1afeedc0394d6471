import type { Hello, SourceFile, Status } from "@weir/core";
import type { AlertDesk } from "../alert/alert-desk.ts";
import type { Clock } from "../clock.ts";
import type { EditorAccess } from "../editor/port.ts";
import type { TokenSet } from "../server/token.ts";
import type { Build } from "../source/port.ts";
import type { Store } from "../store/port.ts";
import type { EventHub } from "./events/event-hub.ts";
import type { FindingPolicy } from "./findings/policy.ts";

/** What the API needs of the rest of the collector. */
export interface ApiDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Of the collector, shown on Status. */
  readonly version: string;
  readonly status: () => IngestStatus | Promise<IngestStatus>;
  readonly agents: AgentList;
  readonly events: EventHub;
  readonly sources: SourceKeeper;
  readonly tokens?: Tokens;
  readonly policy?: Partial<FindingPolicy>;
  /** Rules, receivers and deliveries; without it there are no routes about alerts. */
  readonly alerts?: AlertDesk;
  /** The developer's editor; without it there is no route that opens files. */
  readonly editor?: EditorAccess | undefined;
  /** Folder of the built dashboard; without one its pages say that it is missing. */
  readonly dashboard?: string | undefined;
}

/** The parts of Status that only ingest and pipeline know. */
type IngestStatus = Pick<Status, "ingest" | "coverage">;

/** Agents that said hello or were seen in spans. */
interface AgentList {
  hello(hello: Hello, at: number): void;
  list(): Status["agents"];
}

/** Takes uploaded source files. */
interface SourceKeeper {
  put(build: Build, files: readonly SourceFile[]): Promise<void>;
}

/** A token that is not set is not asked for. */
export interface Tokens {
  readonly ingest?: TokenSet | undefined;
  readonly read?: TokenSet | undefined;
  readonly write?: TokenSet | undefined;
}
