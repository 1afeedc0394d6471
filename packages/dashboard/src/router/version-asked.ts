import type { Deploy } from "@weir/core";
import type { Search } from "./search.ts";

type Seen = Pick<Deploy, "service" | "env" | "version" | "firstSeen">;

/** `ver=latest`: the newest version, also after the next deploy. */
export const LATEST = "latest";

/** The two versions of `ver=a07b2..3f9c1e2`. */
export function comparedVersions(
  ver: string | undefined,
): { readonly base: string; readonly head: string } | undefined {
  const [, base, head] = /^(.+?)\.\.(.+)$/.exec(ver ?? "") ?? [];
  return base === undefined || head === undefined ? undefined : { base, head };
}

/**
 * The version that `ver` in an address asks for: itself, of two compared ones the later, of `latest` the newest one. Of
 * several apps each has a newest one of its own: nothing is left out of such a list, so that none is missing unsaid.
 */
export function versionAsked(search: Search, deploys: readonly Seen[]): string | undefined {
  const { ver } = search;
  if (ver !== LATEST) return comparedVersions(ver)?.head ?? ver;
  return latestOf(search, deploys);
}

/** The newest version of the one app of the scope; nothing where there are several. */
export function latestOf(search: Search, deploys: readonly Seen[]): string | undefined {
  const here = deploys.filter(
    ({ service, env, version }) =>
      version !== "" && [undefined, service].includes(search["svc"]) && [undefined, env].includes(search["env"]),
  );
  if (new Set(here.map(({ service, env }) => JSON.stringify([service, env]))).size !== 1) return undefined;
  return here.reduce((newest, deploy) => (deploy.firstSeen > newest.firstSeen ? deploy : newest)).version;
}
