/** Words with digits that name a thing, not one of many. */
const NAMES_WITH_DIGITS =
  /^(?:v\d{1,3}(?:\.\d{1,3}){0,2}(?:-?(?:alpha|beta|rc)\d{0,2})?|oauth[12]?|s3|ec2|k8s|2fa|mp[34]|h26[45]|utf-?8|base64|md5|sha(?:1|256|512)|web3|b2[bc]|p2p|i18n|l10n|a11y|ipv[46]|http[123]|oauth2\.0|x509|geo2|es[56])$/i;
const DATE = /^\d{4}-\d{2}(?:-\d{2}(?:[T ][\d:.,Z+-]*)?)?$/;
const WORD = /^[A-Za-z_~$][A-Za-z_.~$:*-]*$/;
/** `sku_beans`, `cus_maya`: a short prefix that says what kind of id follows. A verb in its place makes a name. */
const PREFIXED_ID =
  /^(?!(?:add|all|by|can|del|do|get|has|is|list|my|new|on|put|run|set|to|top|up)_)[a-z]{1,4}_[a-z]+$/i;
const MAX_WORD = 48;
const MAX_WORDS = 4;

const [LETTER_A, LETTER_Z, DIGIT_0, DIGIT_9, DASH] = [0x61, 0x7a, 0x30, 0x39, 0x2d];
/** A bit for each of a, e, i, o, u and y, counted from a. */
const VOWELS = "aeiouy".split("").reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) - LETTER_A)), 0);

/** After one of these a plain word is as likely a person's name as a sub-resource. */
const PEOPLE = new Set([
  "users",
  "user",
  "u",
  "members",
  "member",
  "accounts",
  "customers",
  "people",
  "profiles",
  "profile",
  "authors",
]);
const NOT_A_PERSON = new Set(
  "me self current count search list all new active login logout register signup session sessions bulk batch by-email by-id exists verify roles permissions settings preferences export import".split(
    " ",
  ),
);

/** An id that shows what it is the id of; only in paths, where names of this shape are rare. */
export function isPrefixedId(segment: string): boolean {
  return segment.includes("_") && PREFIXED_ID.test(segment);
}

/**
 * A path segment with everything taken out that could be a value of one request: `{id}`, `{date}` or `{email}`, or the
 * segment itself where it reads like a name that all requests share. `before` is the segment in front of it.
 *
 * In doubt it is a value: two paths that fall together cost precision of a site, a value that stays costs a secret.
 */
export function segmentTemplate(raw: string, before: string): string {
  return plainTemplate(raw, before) ?? carefulTemplate(raw, before);
}

/**
 * What nearly every segment is: digits, or lower-case words with dashes. Looking at each character once says the same of
 * them as everything `carefulTemplate` asks.
 */
function plainTemplate(text: string, before: string): string | undefined {
  let [digits, dashes, vowels] = [0, 0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= LETTER_A && code <= LETTER_Z) vowels += (VOWELS >>> (code - LETTER_A)) & 1;
    else if (code >= DIGIT_0 && code <= DIGIT_9) digits += 1;
    else if (code === DASH && index > 0) dashes += 1;
    else return undefined;
  }
  if (digits > 0) return digits === text.length ? "{id}" : undefined;
  if (text === "" || text === "oauth") return undefined;
  const isNoLanguage = vowels === 0 && text.length - dashes >= 6;
  if (text.length > MAX_WORD || dashes >= MAX_WORDS || isNoLanguage) return "{id}";
  return isPerson(text, before) ? "{id}" : text;
}

function carefulTemplate(raw: string, before: string): string {
  const text = decoded(raw);
  if (text === "") return "";
  if (DATE.test(text)) return "{date}";
  if (text.includes("@")) return text.startsWith("@") ? "{id}" : "{email}";
  if (NAMES_WITH_DIGITS.test(text)) return text.toLowerCase();
  if (text.length > MAX_WORD || !isName(text) || looksRandom(text)) return "{id}";
  if (text.split(/[-_.~]/).length > MAX_WORDS) return "{id}";
  return isPerson(text, before) ? "{id}" : text;
}

function isPerson(text: string, before: string): boolean {
  return PEOPLE.has(before.toLowerCase()) && !NOT_A_PERSON.has(text.toLowerCase());
}

/** Undecodable text is not a name either. */
function decoded(raw: string): string {
  const bare = raw.split(";", 1)[0] ?? "";
  if (!bare.includes("%")) return bare;
  try {
    return decodeURIComponent(bare);
  } catch (error) {
    if (error instanceof URIError) return "%";
    throw error;
  }
}

/** `get-user`, `orders.v1.Orders`; encoded JSON (`eyJ…`) never is one. */
function isName(text: string): boolean {
  if (text.startsWith("eyJ")) return false;
  return WORD.test(text) || text.split(".").every((part) => WORD.test(part) || NAMES_WITH_DIGITS.test(part));
}

/** Letters only, yet no language: no vowel in six letters, or case that changes every other letter. */
function looksRandom(text: string): boolean {
  const letters = text.replaceAll(/[^A-Za-z]/g, "");
  if (letters.length >= 6 && !/[aeiouy]/i.test(letters)) return true;
  const changes = letters.match(/[a-z][A-Z]|[A-Z][A-Z][a-z]/g)?.length ?? 0;
  return letters.length >= 8 && changes >= 3 && letters.length / (changes + 1) < 3;
}
