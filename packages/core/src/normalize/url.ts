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
  const scheme = schemeOf(text);
  if (scheme === undefined && !text.startsWith("/") && /^[a-z][a-z0-9+.-]{0,20}:/i.test(text)) {
    return { host: "", path: "{opaque}" };
  }
  const place = untilFirst("?", untilFirst("#", scheme === undefined ? text : text.slice(scheme.length + 3)));
  const slash = scheme === undefined ? 0 : place.indexOf("/");
  const authority = scheme === undefined ? "" : slash < 0 ? place : place.slice(0, slash);
  return {
    host: hostTemplate(authority, scheme ?? ""),
    path: pathTemplate(slash < 0 ? "" : place.slice(slash)),
  };
}

/** In lower case; `undefined` for what is no URL with an authority. */
function schemeOf(text: string): string | undefined {
  if (text.startsWith("http://")) return "http";
  if (text.startsWith("https://")) return "https";
  return /^([a-z][a-z0-9+.-]{0,20}):\/\//i.exec(text)?.[1]?.toLowerCase();
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
  // The first is what stands before the first slash.
  const segments = path.split("/");
  const isClosed = segments.length > 1 && segments.at(-1) === "";
  const last = segments.length - (isClosed ? 2 : 1);
  let template = "";
  for (let at = 1; at <= last && at <= MAX_SEGMENTS; at += 1) {
    const raw = segments[at] ?? "";
    const before = at === 1 ? "" : (segments[at - 1] ?? "");
    template += `/${isPrefixedId(raw) ? "{id}" : segmentTemplate(raw, before)}`;
  }
  if (last > MAX_SEGMENTS) template += "/{rest}";
  return template === "" ? "/" : template;
}

function hostTemplate(authority: string, scheme: string): string {
  if (authority === "") return "";
  const bare = authority.slice(authority.lastIndexOf("@") + 1).toLowerCase();
  const colon = bare.includes(":") ? bare.search(/:\d{1,5}$/) : -1;
  const name = colon < 0 ? bare : bare.slice(0, colon);
  const port = colon < 0 ? "" : bare.slice(colon);
  const shown = port === DEFAULT_PORTS[scheme] ? "" : port;
  if (isPlainHost(name)) return name + shown;
  if (name.startsWith("[") && /^\[[0-9a-f:.]{2,45}\]$/.test(name)) return name + shown;
  if (name.length > MAX_HOST || !/^[a-z0-9_.-]+$/.test(name)) return `{host}${shown}`;
  return name.split(".").map(labelTemplate).join(".") + shown;
}

const [LETTER_A, LETTER_Z, DOT] = [0x61, 0x7a, 0x2e];
const MAX_HOST = 253;
/** Labels up to this long are names, unless they are numbers. */
const MAX_NAME = 15;

/** What nearly every host within a cluster is: short lower-case words. All that is asked below says of them what they are. */
function isPlainHost(name: string): boolean {
  let label = 0;
  for (let index = 0; index < name.length; index += 1) {
    const code = name.charCodeAt(index);
    if (code !== DOT && (code < LETTER_A || code > LETTER_Z)) return false;
    label = code === DOT ? 0 : label + 1;
    if (label > MAX_NAME) return false;
  }
  return name.length > 0 && name.length <= MAX_HOST;
}

/** Host labels made per tenant, bucket or deployment would split one site into thousands. */
function labelTemplate(label: string): string {
  if (label.length <= MAX_NAME) return label.length >= 5 && /^\d+$/.test(label) ? "{id}" : label;
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$|^(?=.*\d)(?=.*[a-z])[a-z0-9]{16,}$|^\d{5,}$/.test(label) ? "{id}" : label;
}
