import { pick, token } from "../../../upstream/seeded.ts";

/** One of the users the traffic comes from. */
export interface Person {
  readonly id: string;
  /** Session cookie. */
  readonly sid: string;
  readonly login: string;
  readonly email: string;
  /** One of twelve, so several people share it. */
  readonly tenant: string;
  readonly locale: string;
  readonly country: string;
}

const TENANTS = [
  "acme",
  "globex",
  "initech",
  "umbra",
  "hooli",
  "stark",
  "wayne",
  "tyrell",
  "soylent",
  "wonka",
  "duff",
  "oceanic",
];
const LOCALES = ["en", "de", "fr", "ko"];
const COUNTRIES = ["DE", "US", "FR", "KR", "BR"];
const FIRST = ["mira", "jonas", "ada", "tomas", "yuna", "lena", "omar", "ines", "pavel", "sofia"];
const LAST = ["berg", "okafor", "lind", "tanaka", "rossi", "novak", "silva", "kim", "weber", "moreau"];

/** @param user number of the visit's user, 0 to 199 */
export function personOf(user: number): Person {
  const seed = `person ${user}`;
  const login = `${FIRST[user % 10]}.${LAST[Math.floor(user / 10) % 10]}${user >= 100 ? user : ""}`;
  return {
    id: token("usr_", seed),
    sid: token("s_", seed, 24),
    login,
    email: `${login}@${pick(`${seed} mail`, ["example.com", "example.org", "example.net"])}`,
    tenant: pick(`${seed} tenant`, TENANTS),
    locale: pick(`${seed} locale`, LOCALES),
    country: pick(`${seed} country`, COUNTRIES),
  };
}
