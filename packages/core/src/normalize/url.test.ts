import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { routeFromTarget, routeKey } from "./route.ts";
import { urlTarget, urlTemplate } from "./url.ts";

describe("urlTemplate", () => {
  it.each([
    ["https://api.internal/users/42/orders?page=2&sort=asc", "api.internal/users/{id}/orders"],
    ["http://127.0.0.1:4200/config?ms=100", "127.0.0.1:4200/config"],
    ["https://api.shop.dev:443/v2/products/6fa459ea-ee8a-3ca4-894e-db77e160355e", "api.shop.dev/v2/products/{id}"],
    ["https://cdn.x.io/blob/9f86d081884c7d659a2feaa0c55ad015", "cdn.x.io/blob/{id}"],
    ["https://x.io/report/2026-11-21", "x.io/report/{date}"],
    ["https://x.io/prices/sku_beans", "x.io/prices/{id}"],
    ["https://x.io/rpc/get_user", "x.io/rpc/get_user"],
    ["https://x.io/by-email/alice%40example.com", "x.io/by-email/{email}"],
    ["https://x.io/users/alice/posts", "x.io/users/{id}/posts"],
    ["https://x.io/users/me", "x.io/users/me"],
    ["https://x.io/t/dBjftJeZCVPmB92K27uhbUJU1p1r", "x.io/t/{id}"],
    ["https://x.io/t/dBjftJeZCVP", "x.io/t/{id}"],
    ["https://x.io/posts/why-we-moved-away-from-it", "x.io/posts/{id}"],
    ["https://x.io/orders.v1.Orders/GetOrder", "x.io/orders.v1.Orders/GetOrder"],
    ["https://x.io/user-42", "x.io/{id}"],
    ["https://x.io/oauth2/token", "x.io/oauth2/token"],
    ["https://x.io/users/oauth/start", "x.io/users/oauth/start"],
    ["https://x.io/users/42/me", "x.io/users/{id}/me"],
    ["https://x.io/a-b-c-d/a-b-c-d-e", "x.io/a-b-c-d/{id}"],
    ["https://x.io/rhythm/brrgl/brrglx/brr-gl/brr-glx", "x.io/rhythm/brrgl/{id}/brr-gl/{id}"],
    ["https://x.io/-a/aa-", "x.io/{id}/aa-"],
    [`https://x.io/${"word".repeat(12)}/${"word".repeat(12)}s`, `x.io/${"word".repeat(12)}/{id}`],
    ["https://12345.x.io/1234/12a", "{id}.x.io/{id}/{id}"],
    ["https://1234.tenant0123456789ab.x.io/", "1234.{id}.x.io/"],
    ["https://x.io/a;jsessionid=8F2A/b", "x.io/a/b"],
    ["https://bob:secret@x.io/a", "x.io/a"],
    ["https://x.io", "x.io/"],
    ["https://x.io/a/", "x.io/a"],
    ["http://api.internal:80/a", "api.internal/a"],
    ["http://api.internal:4200/a", "api.internal:4200/a"],
    ["HTTPS://API.Internal:443/a", "api.internal/a"],
    ["ftp://files.internal:80/a", "files.internal:80/a"],
    [`http://${"a.".repeat(126)}a/b`, `${"a.".repeat(126)}a/b`],
    [`http://${"a.".repeat(126)}aa/b`, "{host}/b"],
    ["http://sixteen0letters0.internal/a", "{id}.internal/a"],
    ["http://sixteenletterssss.internal/a", "sixteenletterssss.internal/a"],
    ["http://[::1]:3000/a#frag", "[::1]:3000/a"],
    ["/item/42?x=1", "/item/{id}"],
    ["https://x.io/%E0%A4%A/y", "x.io/{id}/y"],
    ["data:text/plain;base64,SGVsbG8=", "{opaque}"],
  ])("%s -> %s", (url, target) => expect(urlTarget(url)).toBe(target));

  it("lets no value survive, wherever in the URL it stands", () => {
    const secret = fc.oneof(
      fc.uuid(),
      fc.integer({ min: 0 }).map(String),
      fc.emailAddress({ localPart: fc.constant("jane.roe") } as never),
      fc.stringMatching(/^[0-9a-f]{16,64}$/),
      fc.stringMatching(/^eyJ[A-Za-z0-9_-]{20,80}$/),
    );
    fc.assert(
      fc.property(secret, secret, (inPath, inQuery) => {
        fc.pre(inPath.length > 2 && inQuery.length > 2);
        const url = `https://u:${encodeURIComponent(inQuery)}@api.x.io/things/${encodeURIComponent(inPath)}/x?q=${encodeURIComponent(inQuery)}&${encodeURIComponent(inQuery)}`;
        const left = urlTarget(url);
        expect(left).not.toContain(inPath);
        expect(left).not.toContain(inQuery);
      }),
    );
  });

  it("answers anything, in bounded size", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(urlTarget(text).length).toBeLessThan(2_600);
      }),
    );
    const long = urlTemplate(`https://x.io/${"a/".repeat(10_000)}?${"k=v&".repeat(10_000)}`);
    expect(long.path).toMatch(/\{rest\}$/);
    expect(long.path.length).toBeLessThan(100);
  });
});

describe("routeKey", () => {
  it("never holds a query", () => {
    expect(routeKey("GET", "/shop/[category]?page=2")).toBe("GET /shop/[category]");
    expect(routeKey("POST", "action")).toBe("POST /action");
  });

  it("falls back to a template of the concrete target", () => {
    expect(routeFromTarget("/item/42?x=1")).toBe("/item/{id}");
    expect(routeFromTarget("/")).toBe("/");
  });
});
