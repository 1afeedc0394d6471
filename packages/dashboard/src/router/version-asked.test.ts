import { describe, expect, it } from "vitest";
import { comparedVersions, versionAsked } from "./version-asked.ts";

const deploy = (service: string, version: string, firstSeen: string) => ({
  service,
  env: "staging",
  version,
  firstSeen,
});
const DEPLOYS = [
  deploy("web", "3f9c1", "2026-11-21T00:00:00Z"),
  deploy("web", "a07b2", "2026-11-20T00:00:00Z"),
  deploy("api", "99999", "2026-11-22T00:00:00Z"),
];

describe("versionAsked", () => {
  it("is the version that was named, or none", () => {
    expect(versionAsked({ ver: "a07b2" }, DEPLOYS)).toBe("a07b2");
    expect(versionAsked({}, DEPLOYS)).toBeUndefined();
  });

  it("is the newest of the one app there is to read about", () => {
    expect(versionAsked({ ver: "latest", svc: "web" }, DEPLOYS)).toBe("3f9c1");
    expect(versionAsked({ ver: "latest", svc: "web", env: "prod" }, DEPLOYS)).toBeUndefined();
  });

  it("leaves no app out where there are several, each with a newest version of its own", () => {
    expect(versionAsked({ ver: "latest" }, DEPLOYS)).toBeUndefined();
  });

  it("is the later one of a comparison", () => {
    expect(versionAsked({ ver: "a07b2..3f9c1" }, DEPLOYS)).toBe("3f9c1");
  });
});

describe("comparedVersions", () => {
  it("are two names with two dots between them", () => {
    expect(comparedVersions("1.2.3..1.3.0")).toEqual({ base: "1.2.3", head: "1.3.0" });
    expect(comparedVersions("1.2.3")).toBeUndefined();
    expect(comparedVersions("..1.3.0")).toBeUndefined();
    expect(comparedVersions(undefined)).toBeUndefined();
  });
});
