import { redactFunction } from "./code-name.ts";

/** Where code lies that has a file, and what the runtime writes where there is none. */
const FILED =
  /^(?:file:|[/\\]|[A-Za-z]:[\\/]|node:|webpack|turbopack|rsc:|https?:|<anonymous>|native$|internal\/|index \d|[\w./<>-]{1,200}:\d+:\d+$)/;
const UNFILED = "<anonymous>";

/**
 * One line of a V8 stack as it may leave the process. Files stay exactly as printed, since sources are known by them;
 * names that could be values do not, nor does code that stands in its own address (`data:text/javascript,…`).
 */
export function redactFrame(line: string): string {
  const start = line.startsWith("at async ") ? "at async " : "at ";
  const rest = line.slice(start.length);
  const open = rest.endsWith(")") ? rest.indexOf(" (") : -1;
  if (open < 0) return `${start}${redactPlace(rest)}`;
  return `${start}${redactFunction(rest.slice(0, open))} (${redactPlace(rest.slice(open + 2, -1))})`;
}

function redactPlace(place: string): string {
  if (place.startsWith("eval at ")) return evaluated(place);
  return FILED.test(place) ? place : UNFILED;
}

/** Of `eval at outer (eval at inner (/app/x.js:1:2)), <anonymous>:3:4` the place in a file. */
function evaluated(place: string): string {
  const origin = /^.*eval at [^(]* \((.+:\d+:\d+)\)/.exec(place)?.[1];
  return origin === undefined || !FILED.test(origin) ? UNFILED : `eval at ${UNFILED} (${origin}), ${UNFILED}`;
}
