import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { WeirError } from "../errors.ts";
import { securityHeaders } from "../server/security-headers.ts";
import { isOneOf, tokensIn } from "../server/token.ts";
import { type DashboardFile, readDashboard } from "./dashboard-files.ts";
import type { Tokens } from "./deps.ts";
import { hasTag, tagOf } from "./entity-tag.ts";
import { sessionCookie } from "./session.ts";

const INDEX = "index.html";
/** Pages lie at most so deep. */
const MAX_DEPTH = 16;
const IMMUTABLE = "public, max-age=31536000, immutable";

/**
 * Serves the dashboard in `folder`: its files, and its one page for every other path a browser asks a page of. Without
 * a folder the pages say what is missing, and the API works all the same.
 */
export function serveDashboard(app: FastifyInstance, folder: string | undefined, tokens: Tokens): void {
  const files = folder === undefined ? new Map<string, DashboardFile>() : readDashboard(folder);
  for (const file of files.values()) {
    if (file.name === INDEX || !/^[\w./-]+$/.test(file.name)) continue;
    app.get(`/${file.name}`, (request, reply) => sendFile(request, reply, file));
  }
  const page = (request: FastifyRequest, reply: FastifyReply) => sendPage(request, reply, files.get(INDEX), tokens);
  app.get("/", page);
  app.get("/*", (request, reply) => {
    if (wantsPage(request)) return page(request, reply);
    throw new WeirError("WEIR_NOT_FOUND", "There is nothing at this path", { status: 404 });
  });
}

/** Programs that ask for a path that is not there want to hear so; browsers get the app, which knows its own paths. */
function wantsPage({ headers, url }: FastifyRequest): boolean {
  return (headers.accept ?? "").includes("text/html") && !/^\/(?:api|v1|assets)\//.test(url);
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: DashboardFile): FastifyReply {
  const accepted = acceptedEncodings(request);
  const [encoding, bytes] =
    file.br !== undefined && accepted.has("br")
      ? (["br", file.br] as const)
      : file.gzip !== undefined && accepted.has("gzip")
        ? (["gzip", file.gzip] as const)
        : ([undefined, file.plain] as const);
  const tag = encoding === undefined ? file.tag : `${file.tag.slice(0, -1)}-${encoding}"`;
  protect(reply);
  reply.headers({ "cache-control": file.hashed ? IMMUTABLE : "no-cache", etag: tag, vary: "accept-encoding" });
  if (hasTag(request.headers["if-none-match"], tag)) return reply.code(304).send();
  if (encoding !== undefined) reply.header("content-encoding", encoding);
  return reply.type(file.type).send(bytes);
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  index: DashboardFile | undefined,
  tokens: Tokens,
): FastifyReply {
  const [path = "/", search = ""] = request.url.split(/\?(.*)/s, 2);
  const query = new URLSearchParams(search);
  const token = query.get("t");
  if (token !== null) return takeToken(request, reply, { path, query, token }, tokens);
  if (index === undefined) {
    throw new WeirError("WEIR_DASHBOARD_MISSING", "The dashboard was not built", {
      status: 404,
      hint: "The API is at /api/v1",
    });
  }
  const depth = path.split("/").length - 2;
  if (depth > MAX_DEPTH) throw new WeirError("WEIR_NOT_FOUND", "There is nothing at this path", { status: 404 });
  const html = index.plain.toString("utf8").replace('<base href="/"', `<base href="${baseOf(depth)}"`);
  const tag = tagOf(html);
  protect(reply);
  reply.headers({ "cache-control": "no-cache", etag: tag });
  if (hasTag(request.headers["if-none-match"], tag)) return reply.code(304).send();
  return reply.type(index.type).send(html);
}

/** The way from a page back to where the dashboard starts, whatever prefix a proxy puts in front. */
function baseOf(depth: number): string {
  return depth === 0 ? "./" : "../".repeat(depth);
}

/** The printed address carries the token once; from then on the cookie has it and it leaves the address bar. */
function takeToken(
  request: FastifyRequest,
  reply: FastifyReply,
  { path, query, token }: { readonly path: string; readonly query: URLSearchParams; readonly token: string },
  tokens: Tokens,
): FastifyReply {
  const known = tokensIn(tokens.read, tokens.write);
  if (known.length > 0 && !isOneOf(token, known)) {
    throw new WeirError("WEIR_TOKEN_REFUSED", "This token is not the collector's", { status: 403 });
  }
  query.delete("t");
  const name = path.slice(path.lastIndexOf("/") + 1);
  const rest = query.size === 0 ? "" : `?${query.toString()}`;
  if (known.length > 0) reply.header("set-cookie", sessionCookie(token, request.protocol === "https"));
  protect(reply);
  // A relative address: a proxy's prefix is not known here.
  return reply.header("cache-control", "no-store").redirect(`./${name}${rest}`, 303);
}

/** The server sets these for every answer; a dashboard served by another one has them all the same. */
function protect(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(securityHeaders([])))
    if (!reply.hasHeader(name)) reply.header(name, value);
}

/** Encodings the reader takes; one with `q=0` it does not. */
function acceptedEncodings(request: FastifyRequest): ReadonlySet<string> {
  const header = request.headers["accept-encoding"] ?? "";
  const entries = header.split(",").map((entry) =>
    entry
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  );
  return new Set(
    entries.flatMap(([name, weight]) => (name === undefined || /^q=0(\.0*)?$/.test(weight ?? "") ? [] : [name])),
  );
}
