import type { Call } from "../model/call.ts";
import type { OwnerKind } from "../model/owner.ts";

/** Parts of a program that the framework runs one after another, whatever the user writes in them. */
const BEFORE: Readonly<Partial<Record<OwnerKind, ReadonlySet<OwnerKind>>>> = {
  // Next's proxy.ts ends before the route is entered.
  middleware: new Set(["request", "load", "endpoint", "action", "render", "metadata"]),
  // A form is handled before the page it leads to is loaded and rendered.
  action: new Set(["load", "render", "metadata", "endpoint"]),
  // getServerSideProps and load functions end before anything is rendered; SvelteKit renders under its resolve span.
  load: new Set(["render", "endpoint"]),
};

/** True when the framework itself keeps this order: no edit of the user's could start the two together. */
export function isFrameworkOrder(from: Call, to: Call): boolean {
  const [a, b] = [from.owner, to.owner];
  if (a.spanId === b.spanId || from.within !== to.within) return false;
  return BEFORE[a.kind]?.has(b.kind) === true || isServerThenUniversal(a.name, b.name);
}

/** SvelteKit hands a server load's data to the universal load of the same node: `+page.server.ts`, then `+page.ts`. */
function isServerThenUniversal(first: string, second: string): boolean {
  const match = /^(.*\/\+(?:page|layout))\.server\.[jt]s$/.exec(first);
  return match !== null && (second === `${match[1]}.ts` || second === `${match[1]}.js`);
}
