import { instantOf, isDate, isUuid } from "./canonical.ts";

const MAX_BITS = 128;

/** Words that stand in requests everywhere: a match of these says next to nothing. */
const COMMON = new Set(
  `true false null none yes no on off all any new old id ids me self user users account accounts customer customers
  order orders item items product products page pages post posts comment comments list search query filter sort limit
  offset count size first last next prev previous asc desc name title type kind status state active inactive enabled
  disabled open closed pending done draft published public private internal default main home index api app apps web
  mobile desktop v1 v2 v3 rest graphql rpc json xml html text csv data info config configs settings session sessions auth login
  logout token tokens admin guest member members owner team teams group groups role roles permission permissions
  tenant tenants org orgs organization organizations company project projects workspace workspaces catalog category
  categories cart carts checkout payment payments invoice invoices price prices stock inventory review reviews profile
  profiles preference preferences feature features flag flags notification notifications message messages event events
  report reports stat stats summary detail details total dashboard feed recommendations related recent latest popular
  today day week month year daily weekly monthly en de fr es it pt nl pl ja zh ko us gb uk eu ca au jp cn usd eur gbp
  north south east west central utf application production staging development test dev prod local localhost com net io
  created updated at by date time get create update delete read write http https www image images file files media`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/**
 * How unlikely it is that two unrelated values are equal by accident, in bits. Far below the size of the alphabet on
 * purpose: requests are made of small integers and of words, and both repeat (1.6 bits a letter of a word, not 4.7).
 */
export function tokenBits(text: string, original: string = text): number {
  if (COMMON.has(text)) return 1;
  if (isUuid(text)) return 122;
  if (isDate(text)) return 9;
  if (/^-?\d+$/.test(text)) return integerBits(text);
  if (instantOf(text) !== undefined) return 30;
  if (/^[a-z]+$/.test(text)) return Math.min(MAX_BITS, text.length * (isOneCase(original) ? 1.6 : 2.5));
  if (/^[a-z0-9]+$/.test(text)) return Math.min(MAX_BITS, text.length * 3.6);
  return composedBits(text);
}

/** Words everyone uses stay weak however many are strung together (`application/json`, `eu-west-1`). */
function composedBits(text: string): number {
  const words = text.split(/[^a-z0-9]+/).filter((word) => word !== "");
  const allCommon = words.every((word) => COMMON.has(word) || /^\d{1,2}$/.test(word));
  return allCommon ? words.length : Math.min(MAX_BITS, text.length * 2.2);
}

function integerBits(text: string): number {
  const size = Math.abs(Number(text));
  return instantOf(text) === undefined ? Math.min(MAX_BITS, 0.9 * Math.log2(size + 1)) : 30;
}

function isOneCase(original: string): boolean {
  return /^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+)$/.test(original);
}

/**
 * A value found somewhere in a list of `count` was that much more likely to be found; among numbers from `low` to
 * `high`, the list covers that share of them.
 */
export function listBits(bits: number, list: { readonly count: number; readonly range: number | undefined }): number {
  if (list.count <= 1) return bits;
  const cover = list.range === undefined ? bits - Math.log2(list.count) : Math.log2(list.range / list.count);
  return Math.max(0, Math.min(bits, cover));
}
