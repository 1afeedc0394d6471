import { isPrefixedId, segmentTemplate } from "./segment.ts";

/** What is left of a URL when every value is taken out. */
export interface UrlTemplate {
  /** Lower-case host, with its port unless it is the scheme's own. Empty for a path alone. */
  readonly host: string;
  /** `/users/{id}/orders` */
  readonly path: string;
}

/** Longer URLs are cut: what follows is values in all practice. */
const MAX_URL = 4096;
const MAX_SEGMENTS = 24;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: ":80", https: ":443", ws: ":80", wss: ":443" };

/** Takes a URL or a path apart into host and path template; its query is left out. Never throws, never keeps a value. */
export function urlTemplate(url: string): UrlTemplate {
  const text = url.slice(0, MAX_URL).trim();
  const scheme = /^([a-z][a-z0-9+.-]{0,20}):\/\//i.exec(text);
  if (scheme === null && !text.startsWith("/") && /^[a-z][a-z0-9+.-]{0,20}:/i.test(text)) {
    return { host: "", path: "{opaque}" };
  }
  const place = untilFirst("?", untilFirst("#", scheme === null ? text : text.slice(scheme[0].length)));
  const slash = scheme === null ? 0 : place.indexOf("/");
  const authority = scheme === null ? "" : slash < 0 ? place : place.slice(0, slash);
  return {
    host: hostTemplate(authority, scheme?.[1]?.toLowerCase() ?? ""),
    path: pathTemplate(slash < 0 ? "" : place.slice(slash)),
  };
}

function untilFirst(mark: string, text: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? text : text.slice(0, at);
}

/** `api.internal/users/{id}`: the identity of a call's target. */
export function urlTarget(url: string): string {
  const { host, path } = urlTemplate(url);
  return host + path;
}

/** Path template alone, for paths that come without a host. A trailing slash is dropped. */
export function pathTemplate(path: string): string {
  const segments = path.split("/").slice(1);
  if (segments.at(-1) === "") segments.pop();
  const kept = segments
    .slice(0, MAX_SEGMENTS)
    .map((raw, index, all) => (isPrefixedId(raw) ? "{id}" : segmentTemplate(raw, all[index - 1] ?? "")));
  if (segments.length > MAX_SEGMENTS) kept.push("{rest}");
  return `/${kept.join("/")}`;
}

function hostTemplate(authority: string, scheme: string): string {
  if (authority === "") return "";
  const bare = authority.slice(authority.lastIndexOf("@") + 1).toLowerCase();
  const port = bare.includes(":") ? (/:\d{1,5}$/.exec(bare)?.[0] ?? "") : "";
  const name = port === "" ? bare : bare.slice(0, -port.length);
  const shown = port === DEFAULT_PORTS[scheme] ? "" : port;
  if (name.startsWith("[") && /^\[[0-9a-f:.]{2,45}\]$/.test(name)) return name + shown;
  if (!/^[a-z0-9_.-]{1,253}$/.test(name)) return `{host}${shown}`;
  return name.split(".").map(labelTemplate).join(".") + shown;
}

/** Host labels made per tenant, bucket or deployment would split one site into thousands. */
function labelTemplate(label: string): string {
  // Shorter ones are names, unless they are numbers.
  if (label.length < 16) return label.length >= 5 && /^\d+$/.test(label) ? "{id}" : label;
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$|^(?=.*\d)(?=.*[a-z])[a-z0-9]{16,}$|^\d{5,}$/.test(label) ? "{id}" : label;
}
