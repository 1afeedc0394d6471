/** Longer values are not looked at; longer ones than the second are not taken apart; than the third not decoded. */
export const MAX_VALUE = 8192;
export const MAX_SPLIT = 512;
export const MAX_DECODE = 256;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DATE = /^\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:z|[+-]\d{2}:?\d{2})?)?$/;
const SEPARATORS = /[\s,;:/=&?#._@+|-]+/;

const DAY_MS = 86_400_000;

/** One way to write a value down; two values match where they share one. */
export interface Form {
  readonly text: string;
  /** What was done to the value to get here; empty for the value itself. */
  readonly transform: "" | "date" | "time" | "base64" | "link" | "part";
  /** What stands in a text that holds this form, where that is not the form itself. */
  readonly needles?: readonly string[];
}

/** Trimmed, lower-case, URL-decoded, without leading zeros or a `.0` tail: what a number and its string share. */
export function plain(value: string): string {
  const text = decoded(value.trim()).toLowerCase();
  // A word, mostly: asking an expression about each costs more than all the rest.
  if (!beginsNumber(text) || isPlainNumber(text)) return text;
  const number = /^([+-]?)0*(\d+?)(?:\.0+)?$/.exec(text);
  return number === null ? text : `${number[1] === "-" && number[2] !== "0" ? "-" : ""}${number[2] ?? ""}`;
}

function beginsNumber(text: string): boolean {
  const code = text.charCodeAt(0);
  return isDigit(code) || code === 43 || code === 45;
}

/** Digits and nothing else, the first of which is no zero. */
function isPlainNumber(text: string): boolean {
  if (text.charCodeAt(0) === 48) return false;
  for (let at = 0; at < text.length; at += 1) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Every way to write the value as a whole. */
export function wholeForms(value: string): Form[] {
  const text = plain(value);
  if (text === "") return [];
  const forms: Form[] = [{ text, transform: "" }];
  if (isDigit(text.charCodeAt(0))) forms.push(...timeForms(text));
  const trimmed = value.trim();
  const inside = fromBase64(trimmed);
  if (inside !== undefined) forms.push({ text: plain(inside), transform: "base64" });
  const link = trimmed.includes("/") ? pathOf(trimmed) : undefined;
  if (link !== undefined) forms.push({ text: link, transform: "link" });
  return forms;
}

/** The parts a composed value was put together from; none where it is one token, an id or a date. */
export function piecesOf(value: string, limit: number): string[] {
  const text = decoded(value.trim()).toLowerCase();
  if (text.length > MAX_SPLIT || isUuid(text) || DATE.test(text)) return [];
  const pieces: string[] = [];
  for (const word of text.split(SEPARATORS)) {
    const halves = /^([a-z]+)(\d+)$/.exec(word);
    if (halves === null) pieces.push(word);
    else pieces.push(halves[1] ?? "", halves[2] ?? "");
    if (pieces.length > limit) break;
  }
  const kept = pieces
    .filter((piece) => piece !== "")
    .slice(0, limit)
    .map(plain);
  return kept.length > 1 || (kept.length === 1 && kept[0] !== plain(value)) ? kept : [];
}

/** Items of a list written as one value (`1,2,3`); none where it is not a list. */
export function listOf(value: string): string[] {
  if (value.length > MAX_VALUE || !/[,;|]/.test(value)) return [];
  return value
    .split(/[,;|]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

export function isUuid(text: string): boolean {
  return text.length === 36 && UUID.test(text);
}

/** Milliseconds since the epoch of an ISO date-time, or of an integer that can be one; `undefined` for anything else. */
export function instantOf(text: string): number | undefined {
  if (text.length < 10 || !isDigit(text.charCodeAt(0))) return undefined;
  if (/^\d{10,14}$/.test(text)) {
    const number = Number(text);
    return number < 1e11 ? number * 1000 : number;
  }
  if (!DATE.test(text) || text.length <= 10) return undefined;
  const zoned = /(?:z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}z`;
  const instant = Date.parse(zoned.toUpperCase());
  return Number.isNaN(instant) ? undefined : instant;
}

export function isDate(text: string): boolean {
  return text.length === 10 && DATE.test(text);
}

/** Readable ASCII behind base64 or base64url; anything else is no base64 to us. */
export function fromBase64(text: string): string | undefined {
  if (text.length < 8 || text.length > MAX_DECODE || text.length % 4 !== 0) return undefined;
  if (!/[A-Z]/.test(text) || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  const decodedText = Buffer.from(text, "base64").toString("latin1");
  return decodedText !== "" && /^[\x20-\x7e]+$/.test(decodedText) ? decodedText : undefined;
}

function timeForms(text: string): Form[] {
  const instant = instantOf(text);
  if (instant === undefined) return [];
  // The same instant may stand in another zone's date.
  const [before, date, after] = [-1, 0, 1].map((days) => dateOf(instant + days * DAY_MS));
  const needles = [instant / 1000, instant, before, date, after].map(String);
  return [
    { text: `@${Math.floor(instant / 1000)}`, transform: "time", needles },
    { text: dateOf(instant), transform: "date" },
  ];
}

function dateOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** The path of a link, as it would be asked for: absolute URLs and rooted paths only. */
function pathOf(value: string): string | undefined {
  if (value.length > MAX_SPLIT || !/^(?:https?:\/\/[^/]+)?\/[^/\s]/i.test(value)) return undefined;
  return plainPath(value.replace(/^https?:\/\/[^/]+/i, "").replace(/[?#].*$/, ""));
}

export function plainPath(path: string): string {
  return decoded(path).toLowerCase().replace(/\/+$/, "");
}

function decoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign: it was not encoded
  }
}
