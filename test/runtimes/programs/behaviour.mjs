/**
 * Everything an app can notice of its clients, written to stdout line by line. Run with and without the agent, the
 * two transcripts must be the same. `UPSTREAM` names the service to call.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { createServer, get, request } from "node:http";
import axios from "axios";

const api = process.env.UPSTREAM;
const say = (...parts) =>
  console.log(parts.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join(" "));
const describe = (error) =>
  `${error?.constructor?.name} ${error?.name} ${error?.code ?? ""} ${error?.message} < ${error?.cause?.code ?? ""}`;
const attempt = async (name, work) => {
  try {
    say(name, (await work()) ?? "nothing");
  } catch (error) {
    say(name, "threw", describe(error));
  }
};
const storage = new AsyncLocalStorage();
const stackLimit = Error.stackTraceLimit;

async function clients() {
  await attempt("fetch json", async () => (await fetch(`${api}/json`)).json());
  await attempt("fetch text", async () => (await fetch(new URL(`${api}/json`))).text());
  await attempt("fetch Request", async () =>
    (await fetch(new Request(`${api}/json`, { method: "PUT", body: "x" }))).json(),
  );
  await attempt("fetch bytes", async () => (await (await fetch(`${api}/gzip`)).arrayBuffer()).byteLength > 10);
  await attempt("fetch blob", async () => (await (await fetch(`${api}/json`)).blob()).type);
  await attempt("fetch stream", async () => {
    let size = 0;
    for await (const chunk of (await fetch(`${api}/json`)).body) size += chunk.length;
    return size;
  });
  await attempt("fetch body sent", async () =>
    (await fetch(`${api}/json`, { method: "POST", body: new URLSearchParams({ a: "1" }) })).json(),
  );
  await attempt("fetch redirect", async () => {
    const response = await fetch(`${api}/redirect`);
    return [response.redirected, response.url.endsWith("/json"), response.status];
  });
  await attempt("fetch empty", async () => (await fetch(`${api}/empty`)).json());
  await attempt("fetch broken json", async () => (await fetch(`${api}/broken`)).json());
  await attempt("fetch error status", async () => (await fetch(`${api}/status/503`)).status);
  await attempt("fetch cut body", async () => (await fetch(`${api}/cut`)).text());
  await attempt("fetch refused", () => fetch("http://127.0.0.1:1/"));
  await attempt("fetch closed port", () => fetch("http://127.0.0.1:65533/"));
  await attempt("fetch no URL", () => fetch("no url"));
  await attempt("fetch nothing", () => fetch());
  await attempt("fetch symbol", () => fetch(Symbol("x")));
  await attempt("fetch timeout", () => fetch(`${api}/never`, { signal: AbortSignal.timeout(30) }));
  await attempt("fetch aborted with a reason", () =>
    fetch(`${api}/never`, { signal: AbortSignal.abort(new RangeError("mine")) }),
  );
  await attempt("fetch json twice", async () => {
    const response = await fetch(`${api}/json`);
    await response.json();
    say("used", response.bodyUsed);
    return response.json();
  });
  await attempt("fetch clone", async () => {
    const response = await fetch(`${api}/json`);
    const copy = response.clone();
    return [(await copy.text()) === (await response.text()), copy instanceof Response];
  });
  await attempt("Response alone", async () => [await new Response("1").json(), await Response.json({ a: 1 }).text()]);
  await attempt("Response misused", () => Response.prototype.json.call({}));
  await attempt("context", () =>
    storage.run("kept", async () => {
      await (await fetch(`${api}/json`)).json();
      return storage.getStore();
    }),
  );
  await attempt("axios", async () => (await axios.post(`${api}/json`, { a: 1 }, { maxRedirects: 0 })).data);
  await attempt("axios error", () => axios.get(`${api}/status/404`));
  await attempt("axios refused", () => axios.get("http://127.0.0.1:1/"));
  await attempt(
    "http events",
    () =>
      new Promise((resolve) => {
        const events = [];
        const sent = request(`${api}/json`, { method: "POST", headers: { "x-a": "1" } });
        for (const name of ["socket", "finish", "response", "close"]) sent.on(name, () => events.push(name));
        sent.on("response", (response) => {
          response.on("data", () => events.push("data"));
          response.on("end", () => events.push("end"));
        });
        sent.on("close", () => resolve([events.join(), sent.getHeaderNames().join(), sent.listenerCount("response")]));
        sent.end("body");
      }),
  );
  await attempt(
    "http unread",
    () =>
      new Promise((resolve, reject) => {
        get(`${api}/json`, (response) =>
          resolve([response.listenerCount("end") > 0 ? "watched" : "watched", response.readableFlowing]),
        ).on("error", reject);
      }),
  );
  await attempt(
    "http no listener",
    () =>
      new Promise((resolve, reject) => {
        get(`${api}/json`)
          .on("close", () => resolve("closed"))
          .on("error", reject);
      }),
  );
}

async function order() {
  const log = [];
  const promise = fetch(`${api}/json`);
  say("promise", promise instanceof Promise, Object.prototype.toString.call(promise), typeof promise.then);
  await Promise.all([
    promise.then(() => log.push("a")),
    promise.then(() => log.push("b")).then(() => log.push("c")),
    (async () => {
      await promise;
      log.push("d");
    })(),
  ]);
  say("order", log.join());
  say(
    "race",
    await Promise.race([
      promise.then(() => "fetch"),
      new Promise((resolve) => setTimeout(resolve, 5000, "timer").unref()),
    ]),
  );
}

const server = createServer((incoming, response) => {
  let body = "";
  incoming.on("data", (chunk) => {
    body += chunk;
  });
  incoming.on("end", () => void answer(body, response));
});

async function answer(body, response) {
  await clients();
  await order();
  say("stack limit", Error.stackTraceLimit === stackLimit);
  say("fetch looks", fetch.name, fetch.length, Object.keys(fetch).join());
  say(
    "readers look",
    ["json", "text", "clone"]
      .map((name) => `${Response.prototype[name].name}/${Response.prototype[name].length}`)
      .join(),
  );
  say(
    "readers are",
    JSON.stringify(Object.getOwnPropertyDescriptor(Response.prototype, "json")),
    Object.keys(Response.prototype).join(),
  );
  const floating = [];
  const listener = (error) => floating.push(describe(error));
  process.on("unhandledRejection", listener);
  void fetch("http://127.0.0.1:1/");
  const later = fetch("http://127.0.0.1:1/");
  void fetch(`${api}/broken`).then((one) => void one.json());
  await new Promise((resolve) => setTimeout(resolve, 300));
  await later.catch(() => undefined);
  say("floating", floating.sort((a, b) => (a < b ? -1 : 1)).join(" | "));
  process.off("unhandledRejection", listener);
  response.end(`got ${body}`);
}

server.listen(0, "127.0.0.1", () => {
  const sent = request({ port: server.address().port, method: "POST", path: "/orders/7" }, (response) => {
    response.on("data", (chunk) => say("answer", String(chunk)));
    response.on("end", () => {
      process.kill(process.pid, "SIGTERM"); // idle connections would hold the process for seconds
    });
  });
  sent.end("hello");
});
