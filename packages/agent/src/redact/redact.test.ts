import { createTraceState, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathTemplate } from "./path-template.ts";
import { redactName } from "./span-attributes.ts";
import { redactSpan } from "./span.ts";
import { redactSql } from "./sql.ts";
import { NO_RULES, redactTarget, redactUrl, urlRules } from "./url.ts";

describe("a path", () => {
  it.each([
    ["/api/orders", "/api/orders"],
    ["/v1/orders/4711", "/v1/orders/{id}"],
    ["/users/alice", "/users/{id}"],
    ["/users/me/settings", "/users/me/settings"],
    ["/item/0af76519-16cd-43dd-8448-eb211c80319c", "/item/{id}"],
    ["/t/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "/t/{id}"],
    ["/mail/a%40b.c", "/mail/{id}"],
    ["/s/sk_live_51H8", "/s/{id}"],
    ["/slug/ckv9s8d7f0000", "/slug/{id}"],
    ["/_app/version.json", "/_app/version.json"],
    ["/users/{id}/orders/[orderId]/:line", "/users/{id}/orders/[orderId]/:line"],
    ["/search/xkcdbrtwq", "/search/{id}"],
    ["/read/a-title-somebody-wrote-about-something", "/read/{id}"],
    ["", ""],
    ["/", "/"],
  ])("%s becomes %s", (path, template) => {
    expect(pathTemplate(path)).toBe(template);
  });

  it("stays as it is when it has been redacted before", () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        expect(pathTemplate(pathTemplate(path))).toBe(pathTemplate(path));
      }),
    );
  });
});

describe("a URL", () => {
  it.each([
    [
      "https://u:p@api.example:8443/orders/7?user=alice&page=2#frag",
      "https://api.example:8443/orders/{id}?user={}&page={}",
    ],
    ["http://api/x?token", "http://api/x?token={}"],
    ["http://api/x?zq7k7x9w4m&a=1", "http://api/x?{}={}&a={}"],
    ["http://api/x?eyJhbGciOiJIUzI1NiJ9=1&userId=7", "http://api/x?{}={}&userId={}"],
    ["http://api/x?a@b.c=1&8f14e45fceea167a=2", "http://api/x?{}={}&{}={}"],
    ["/orders/7?user=alice", "/orders/{id}?user={}"],
    ["data:text/plain,secret", "data:"],
    ["blob:nodedata:0af7", "blob:"],
  ])("%s becomes %s", (url, redacted) => {
    expect(redactUrl(url)).toBe(redacted);
  });

  it("hides what the app's own rules name", () => {
    const rules = urlRules(["Tenant"], ["/teams/*", "/shop/*/cart"]);
    expect(redactTarget("/teams/blue/plan?tenant=x&page=1", rules)).toBe("/teams/{id}/plan?{}={}&page={}");
    expect(redactTarget("/shop/north/cart", rules)).toBe("/shop/{id}/cart");
    expect(redactTarget("/shop/north/list", rules)).toBe("/shop/north/list");
  });

  it("never keeps a query value or credentials", () => {
    const secret = fc.string({ minLength: 6, maxLength: 30 }).map((text) => `s3cr3t${encodeURIComponent(text)}`);
    fc.assert(
      fc.property(fc.domain(), secret, secret, secret, (host, user, value, segment) => {
        const url = redactUrl(`https://${user}:x@${host}/a/${segment}?k=${value}&k2=${value}#${value}`);
        for (const text of [user, value, segment]) expect(url).not.toContain(text);
        expect(url).toContain(host);
      }),
    );
  });
});

describe("a statement", () => {
  it.each([
    ["SELECT * FROM users WHERE id = 42 AND name = 'O''Brien'", "SELECT * FROM users WHERE id = ? AND name = ?"],
    ["select t1.c2 from t1 where x in (1, 2, 3) limit 10", "select t1.c2 from t1 where x in (?) limit ?"],
    ["INSERT INTO a (b) VALUES ('x', -1.5e3, 0xff, E'\\n')", "INSERT INTO a (b) VALUES (?)"],
    ["SELECT 1 /* user=alice */ -- alice\n FROM t", "SELECT ? FROM t"],
    ["SELECT $body$ it's alice $body$", "SELECT ?"],
    ['SELECT "Col1" FROM "Order2" WHERE "name" = $1', 'SELECT "Col1" FROM "Order2" WHERE "name" = $1'],
    ['SELECT * FROM t WHERE name = "alice"', "SELECT * FROM t WHERE name = ?"],
    ["SELECT 'unclosed alice", "SELECT ?"],
    ["SET session:42 alice", "SET"],
    ["HGETALL user:alice", "HGETALL"],
    ['{"find":"users","filter":{"name":"alice"}}', ""],
  ])("%s becomes %s", (statement, redacted) => {
    expect(redactSql(statement)).toBe(redacted);
  });
});

describe("a span's name", () => {
  it.each([
    ["fetch GET http://api/users/4711?ms=1", "fetch GET http://api/users/{id}?ms={}"],
    ["GET /users/4711", "GET /users/{id}"],
    ["RSC GET /shop/[...slug]", "RSC GET /shop/[...slug]"],
    ["sveltekit.handle.sequenced.handleAuth", "sveltekit.handle.sequenced.handleAuth"],
    ["render route (app) /shop/[id]", "render route (app) /shop/[id]"],
    ["mail marked@example.org about order 4711", "mail ~ about order ~"],
    ["import cus_9f8e7d", "import ~"],
    ["SELECT * FROM users WHERE name = 'alice' AND id = 4", "SELECT * FROM users WHERE name = ? AND id = ?"],
  ])("%s becomes %s", (name, redacted) => {
    expect(redactName(name, NO_RULES)).toBe(redacted);
  });
});

describe("a span", () => {
  const resource = resourceFromAttributes({});
  const traceState = createTraceState("vendor=secret");
  const context = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1, traceState };
  const span: ReadableSpan = {
    name: "GET",
    kind: SpanKind.CLIENT,
    spanContext: () => context,
    startTime: [1, 0],
    endTime: [2, 0],
    duration: [1, 0],
    ended: true,
    status: { code: SpanStatusCode.ERROR, message: "user alice not found" },
    attributes: {
      "http.request.method": "GET",
      "url.full": "http://api/users/alice?x=secret",
      "enduser.id": "alice",
      "http.request.header.authorization": ["Bearer secret"],
      "user.mail": "alice@example.org",
      "error.type": "alice said no",
      "weir.note": "secret of alice",
      "http.route": ["secret"],
    },
    parentSpanContext: context,
    links: [{ context, attributes: { note: "alice" } }],
    events: [
      {
        name: "exception",
        time: [1, 5],
        attributes: { "exception.type": "TypeError", "exception.message": "alice", "exception.stacktrace": "alice" },
      },
    ],
    resource,
    instrumentationScope: { name: "test" },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };

  it("leaves with nothing anybody wrote into it but what the collector reads, values hidden", () => {
    const redacted = redactSpan(span, resource, NO_RULES);
    expect(redacted.attributes).toEqual({ "http.request.method": "GET", "url.full": "http://api/users/{id}?x={}" });
    expect(redacted.status).toEqual({ code: 2 });
    expect(redacted.events[0]?.attributes).toEqual({ "exception.type": "TypeError" });
    expect(JSON.stringify(redacted)).not.toMatch(/alice|secret/);
    const sent = [redacted.spanContext(), redacted.parentSpanContext, ...redacted.links.map((link) => link.context)];
    expect(sent.map((one) => one?.traceState)).toEqual([undefined, undefined, undefined]);
  });

  it("is not changed itself: the app's own backend gets it whole", () => {
    const before = JSON.stringify(span);
    redactSpan(span, resource, NO_RULES);
    expect(JSON.stringify(span)).toBe(before);
  });

  it("of an older SDK keeps its parent and scope", () => {
    const older = { ...span, parentSpanId: "3".repeat(16), instrumentationLibrary: { name: "old" } } as Record<
      string,
      unknown
    >;
    delete older["instrumentationScope"];
    delete older["parentSpanContext"];
    const redacted = redactSpan(older as unknown as ReadableSpan, resource, NO_RULES);
    expect(redacted.parentSpanContext?.spanId).toBe("3".repeat(16));
    expect(redacted.instrumentationScope.name).toBe("old");
  });
});
