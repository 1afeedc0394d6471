import type { Deploy } from "@weir/core";
import { navigation } from "./navigation.svelte.ts";
import type { Search } from "./search.ts";
import { LATEST, versionAsked } from "./version-asked.ts";

/** What a page asks the collector about: the state in the address, with the version that its words stand for. */
class Scope {
  /** Known versions; nothing until they were asked for, which only `latest` needs. */
  deploys = $state.raw<readonly Deploy[]>();

  readonly wantsLatest: boolean = $derived(navigation.search["ver"] === LATEST);

  /** Until it is known which version is the newest there is nothing to ask. */
  readonly ready: boolean = $derived(!this.wantsLatest || this.deploys !== undefined);

  readonly search: Search = $derived.by(() => {
    // An empty part is none: the addresses of questions leave it out.
    return { ...navigation.search, ver: versionAsked(navigation.search, this.deploys ?? []) ?? "" };
  });
}

export const scope: Scope = new Scope();
