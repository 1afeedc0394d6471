/**
 * The measured app: each request makes five calls in a row, each of which takes an id from an answer before it;
 * with `?fetches=2` the first two of them.
 */
import { createServer } from "node:http";
import { SpanKind, trace } from "@opentelemetry/api";
import "./usage.mjs";

const { UPSTREAM: upstream, INSTRUMENTATION: name } = process.env;

async function load(path, id, wait) {
  const response = await fetch(`${upstream}/${path}/${id}?wait=${wait}`, { headers: { "x-tenant": "shop" } });
  return response.json();
}

async function work(url) {
  const { searchParams } = new URL(url, "http://app");
  const wait = searchParams.get("wait") ?? "0";
  const session = await load("session", searchParams.get("user"), wait);
  const user = await load("users", session.id, wait);
  if (searchParams.get("fetches") === "2") return { user: user.id };
  const cart = await load("carts", user.id, wait);
  const prices = await load("prices", cart.id, wait);
  const offers = await load("offers", user.id, wait);
  return { cart: cart.id, prices: prices.id, offers: offers.filler.length };
}

const respond = async (request, response) => response.end(JSON.stringify(await work(request.url)));
const answer = (request, response) => void respond(request, response);
/** Plain OpenTelemetry has no instrumentation for this server without a module loader: its root is made by hand. */
const traced = (request, response) =>
  void trace.getTracer("app").startActiveSpan("GET /orders", { kind: SpanKind.SERVER }, async (span) => {
    await respond(request, response);
    span.setAttribute("http.route", "/orders");
    span.end();
  });

const server = createServer(name === "opentelemetry" ? traced : answer);
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
