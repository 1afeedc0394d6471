import { between, hash, opaqueId, pick } from "./seeded.ts";

interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly region: string;
  readonly currency: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: "member" | "staff" | "admin";
  readonly plan: "free" | "team" | "business";
  readonly cartId: string;
  readonly teamId: string;
  readonly tenant: Tenant;
  /** What the person's browser keeps in its session cookie. */
  readonly token: string;
}

const TENANTS: readonly [string, string, string][] = [
  ["acme", "Acme Outdoor", "eu-west"],
  ["borealis", "Borealis Lamps", "eu-north"],
  ["cobalt", "Cobalt Cycles", "us-east"],
  ["dahlia", "Dahlia Flowers", "eu-west"],
  ["ember", "Ember Coffee", "us-west"],
  ["fjord", "Fjord Knitwear", "eu-north"],
];

const FIRST = [
  "Ada",
  "Bao",
  "Chidi",
  "Dana",
  "Emil",
  "Farah",
  "Goran",
  "Hana",
  "Iris",
  "Jonas",
  "Kaya",
  "Leo",
] as const;
const LAST = ["Abe", "Berg", "Costa", "Dvorak", "Eze", "Fontaine", "Garcia", "Holm", "Ito", "Jansen"] as const;

/** Everyone the upstream services know. The same seed gives the same people, ids and tokens. */
export function peopleOf(seed: number, count = 80): readonly Person[] {
  const tenants = TENANTS.map(([slug, name, region]) => ({
    id: opaqueId("ten", `${seed}/${slug}`),
    slug,
    name,
    region,
    currency: region.startsWith("us") ? "USD" : "EUR",
  }));
  return Array.from({ length: count }, (_, index) => personOf(seed, index, tenants));
}

function personOf(seed: number, index: number, tenants: readonly Tenant[]): Person {
  const key = `${seed}/person/${index}`;
  const first = FIRST[index % FIRST.length] ?? "Ada";
  const last = pick(key, LAST);
  const tenant = tenants[hash(`${key}/tenant`) % tenants.length];
  if (tenant === undefined) throw new Error("there are no tenants to put people into");
  return {
    id: opaqueId("usr", key),
    name: `${first} ${last}`,
    // Many work under their own address: a domain alone does not say whom somebody works for.
    email: `${first}.${last}.${index}@${index % 4 === 2 ? "post" : tenant.slug}.example`.toLowerCase(),
    // Roles by position, so that a small sample of users still holds every role.
    role: index % 8 === 7 ? "admin" : index % 8 === 5 ? "staff" : "member",
    plan: pick(`${key}/plan`, ["free", "team", "business"]),
    cartId: opaqueId("crt", key),
    teamId: opaqueId("team", `${seed}/${tenant.slug}/${between(`${key}/team`, 1, 3)}`),
    tenant,
    token: `${opaqueId("ses", key)}${opaqueId("k", key).slice(2)}`,
  };
}
