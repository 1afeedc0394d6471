/** The people and companies all fixture services agree on: 200 users of 12 tenants. */
export interface Person {
  readonly n: number;
  readonly id: string;
  readonly sid: string;
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly tenant: string;
  readonly teamId: string;
  readonly plan: "free" | "team" | "business";
  readonly region: "eu" | "us" | "ap";
  readonly country: string;
  readonly role: "viewer" | "editor" | "admin";
  readonly seats: number;
}

const FIRST = "Ada Bo Chidi Dana Emre Fatima Gil Hana Ivo Jun Kaya Lars Mina Noor Otis Pia Ravi".split(" ");
const LAST = "Abbott Brandt Costa Dimitrov Eze Farkas Greco Hansen Ito Jansen Kim Lopez Moreau".split(" ");
const TENANTS = "acme borealis cobalt dunlin everest fjord granite harbor indigo juniper kestrel lumen".split(" ");
const COUNTRIES = ["DE", "FR", "US", "SG", "NL", "CA", "JP"];

/** A number from 0 to `below - 1` that looks unlike `n` and is always the same for it. */
export function scatter(n: number, salt: number, below: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(salt + 11, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x ^= x >>> 13;
  return (x >>> 0) % below;
}

/** The same for a text: an id, a slug. */
export function scatterText(text: string, salt: number, below: number): number {
  let sum = 7;
  for (const character of text) sum = (Math.imul(sum, 31) + character.codePointAt(0)!) | 0;
  return scatter(sum, salt, below);
}

export const PEOPLE: readonly Person[] = Array.from({ length: 200 }, (_, n): Person => {
  const first = FIRST[n % FIRST.length]!;
  const last = LAST[scatter(n, 1, LAST.length)]!;
  const tenant = TENANTS[scatter(n, 2, TENANTS.length)]!;
  const country = COUNTRIES[scatter(n, 3, COUNTRIES.length)]!;
  const handle = `${first}-${last}-${n}`.toLowerCase();
  return {
    n,
    // A prime step modulo a larger prime: all different, and none tells its neighbour.
    id: `usr_${((n + 7) * 700_001) % 999_983}`,
    sid: `s${(((n + 3) * 48_271) % 2_147_483_647).toString(36)}`,
    name: `${first} ${last}`,
    handle,
    email: `${first}.${last}${n}@${tenant}.example`.toLowerCase(),
    tenant,
    teamId: `team-${tenant}-${scatter(n, 4, 4)}`,
    plan: (["free", "team", "team", "business"] as const)[scatter(n, 5, 4)]!,
    region: country === "US" || country === "CA" ? "us" : country === "SG" || country === "JP" ? "ap" : "eu",
    country,
    role: (["viewer", "viewer", "editor", "admin"] as const)[scatter(n, 6, 4)]!,
    seats: [5, 10, 25, 40][scatter(n, 7, 4)]!,
  };
});

const BY_ID = new Map(PEOPLE.map((person) => [person.id, person]));
const BY_SID = new Map(PEOPLE.map((person) => [person.sid, person]));

/** One of a list, round and round. */
export function pick<T>(list: readonly T[], n: number): T {
  return list[n % list.length]!;
}

/** The visiting user. */
export function person(n: number): Person {
  return pick(PEOPLE, n);
}

export function personById(id: string | undefined): Person | undefined {
  return id === undefined ? undefined : BY_ID.get(id);
}

export function personBySession(sid: string | undefined): Person | undefined {
  return sid === undefined ? undefined : BY_SID.get(sid);
}
