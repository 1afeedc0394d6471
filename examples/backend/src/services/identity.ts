import type { Person } from "../person.ts";
import { opaqueId } from "../seeded.ts";
import { failed, ok, type Service, type ServiceRequest } from "../service.ts";

function sessionOf(request: ServiceRequest): unknown {
  const { person } = request;
  if (person === undefined) {
    const id = opaqueId("guest", `${request.seed}`);
    return { signedIn: false, user: { id, name: "Guest", role: "guest" } };
  }
  return { signedIn: true, user: profileOf(person), expiresIn: 3600 };
}

function profileOf(person: Person): unknown {
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    role: person.role,
    plan: person.plan,
    cartId: person.cartId,
    teamId: person.teamId,
    tenantId: person.tenant.id,
  };
}

export const identity: readonly Service[] = [
  {
    method: "GET",
    path: "/identity/session",
    latency: 120,
    respond: (request) => (request.tokenRejected ? failed(401, "token_rejected") : ok(sessionOf(request))),
  },
  {
    method: "GET",
    path: "/identity/users/{id}",
    latency: 90,
    respond: ({ people, params }) => {
      const person = people.find(({ id }) => id === params["id"]);
      return person === undefined ? failed(404, "no_such_user") : ok(profileOf(person));
    },
  },
  {
    method: "GET",
    path: "/identity/permissions",
    latency: 70,
    respond: ({ person }) =>
      ok({ canExport: person?.role === "admin", canRefund: person !== undefined && person.role !== "member" }),
  },
  {
    method: "GET",
    path: "/tenants",
    latency: 110,
    respond: ({ people, query }) => {
      const host = query.get("host") ?? "";
      // On a developer's machine there are no host names to tell tenants apart.
      const slug = host === "localhost" || host === "127.0.0.1" ? "acme" : host.split(".")[0];
      const tenant = people.find((person) => person.tenant.slug === slug)?.tenant;
      return tenant === undefined ? failed(404, "no_such_tenant") : ok(tenant);
    },
  },
  {
    method: "GET",
    path: "/logging/policy",
    latency: 80,
    respond: ({ query }) => ok({ level: "info", sampleRate: 0.2, redact: ["email", "token"], path: query.get("path") }),
  },
];
