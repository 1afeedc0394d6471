import { describe, expect, it } from "vitest";
import { scopeChoices } from "./scope-choices.ts";

const evidence = { values: true, callSites: true, lineage: true, source: true };
const agent = (service: string, env: string) => ({ service, env, lastSeen: "2026-11-21T12:00:00Z", evidence });
const deploy = (service: string, version: string, firstSeen: string) => ({
  service,
  env: "staging",
  version,
  firstSeen,
});

describe("scopeChoices", () => {
  it("offers nothing where there is one of a kind", () => {
    expect(scopeChoices([agent("web", "dev")], [], {})).toEqual({
      services: [],
      envs: [],
      versions: [],
      latest: false,
    });
  });

  it("always shows what is chosen, so that it can be taken back", () => {
    expect(scopeChoices([agent("web", "dev")], [], { svc: "gone" }).services).toEqual(["gone", "web"]);
    expect(scopeChoices([agent("web", "dev")], [], { env: "dev" }).envs).toEqual(["dev"]);
  });

  it("offers the newest version where it is one app's, and shows that it was chosen", () => {
    const deploys = [deploy("web", "a07b2", "2026-11-20T00:00:00Z"), deploy("api", "99999", "2026-11-22T00:00:00Z")];
    expect(scopeChoices([], deploys, {}).latest).toBe(false);
    expect(scopeChoices([], deploys, { svc: "web" }).latest).toBe(true);
    expect(scopeChoices([], deploys, { svc: "web", ver: "latest" }).versions).toEqual(["a07b2"]);
  });

  it("lists the versions of the chosen service, newest first", () => {
    const deploys = [
      deploy("web", "a07b2", "2026-11-20T00:00:00Z"),
      deploy("web", "3f9c1", "2026-11-21T00:00:00Z"),
      deploy("api", "99999", "2026-11-22T00:00:00Z"),
    ];
    expect(scopeChoices([], deploys, { svc: "web" }).versions).toEqual(["3f9c1", "a07b2"]);
    expect(scopeChoices([], deploys, {}).versions).toEqual(["99999", "3f9c1", "a07b2"]);
  });
});
