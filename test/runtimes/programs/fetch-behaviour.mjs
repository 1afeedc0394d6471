/**
 * What an app can notice of `fetch`, one line a behaviour, written to stdout. Run with and without the agent, the two
 * transcripts must be the same. `UPSTREAM` names the service to call.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { createServer, request } from "node:http";
import { Readable } from "node:stream";
import { inspect, types } from "node:util";

const api = process.env.UPSTREAM;
const cases = [];
const add = (name, work) => cases.push([name, work]);
const shown = (value) => {
  if (value instanceof Error) return describe(value);
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return `${value.constructor.name} ${value.byteLength}`;
  if (value instanceof Blob) return `Blob ${value.size} ${value.type}`;
  if (value instanceof FormData) return [...value.entries()].map(([key, one]) => [key, shown(one)]);
  if (Array.isArray(value)) return value.map(shown);
  return value === undefined ? "nothing" : value;
};
const describe = (error) =>
  `${error?.constructor?.name}/${error?.name}/${error?.code ?? ""}/${error?.message}/${error?.cause?.name ?? ""}/${error?.cause?.code ?? ""}`;
const url = (path) => `${api}${path}`;
const get = (path, init) => fetch(url(path), init);
const failed = async (promise) => {
  try {
    return ["answered", shown(await promise)];
  } catch (error) {
    return ["threw", error instanceof Error ? describe(error) : String(error)];
  }
};

// Every way to read every kind of answer, once and again.
for (const path of [
  "/json",
  "/gzip",
  "/empty",
  "/broken",
  "/status/404",
  "/status/503",
  "/redirect",
  "/form",
  "/cut",
]) {
  for (const reader of ["json", "text", "arrayBuffer", "bytes", "blob", "formData"]) {
    add(`read ${path} ${reader}`, async () => {
      const response = await get(path);
      if (typeof response[reader] !== "function") return "not in this release";
      const first = await failed(response[reader]());
      return [response.status, first, response.bodyUsed, await failed(response.text())];
    });
  }
}

// Every kind of body, sent by every method.
const bodies = {
  string: () => "text",
  empty: () => "",
  params: () => new URLSearchParams({ a: "1 2", b: "ü" }),
  form: () => {
    const form = new FormData();
    form.append("a", "1");
    form.append("file", new Blob(["content"], { type: "text/plain" }), "f.txt");
    return form;
  },
  blob: () => new Blob(["blob"], { type: "text/css" }),
  buffer: () => new TextEncoder().encode("buffer").buffer,
  bytes: () => new Uint8Array([65, 66, 67]),
  view: () => new DataView(new Uint8Array([68, 69]).buffer),
  stream: () => new Blob(["stream"]).stream(),
  iterable: () =>
    (async function* () {
      yield new TextEncoder().encode("one ");
      yield new TextEncoder().encode("two");
    })(),
  nothing: () => null,
};
for (const [kind, make] of Object.entries(bodies)) {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    add(`send ${kind} ${method}`, async () => (await get("/echo", { method, body: make(), duplex: "half" })).json());
  }
}

// What it is called with.
class OwnRequest extends Request {
  get kind() {
    return "own";
  }
}
const inputs = {
  URL: () => fetch(new URL(url("/echo"))),
  Request: () => fetch(new Request(url("/echo"), { method: "POST", body: "x" })),
  "Request and init": () =>
    fetch(new Request(url("/echo"), { method: "POST", body: "x" }), { method: "PUT", body: "y" }),
  "used Request": async () => {
    const used = new Request(url("/echo"), { method: "POST", body: "x" });
    await used.text();
    return fetch(used);
  },
  "own Request": () => fetch(new OwnRequest(url("/echo"), { headers: { "x-sent": "own" } })),
  "something with toString": () => fetch({ toString: () => url("/echo") }),
  "own Headers": () => get("/echo", { headers: new Headers({ "X-Sent": "yes" }) }),
  "pairs of headers": () =>
    get("/echo", {
      headers: [
        ["x-sent", "1"],
        ["X-Sent", "2"],
      ],
    }),
  "a bad header": () => get("/echo", { headers: { "bad name": "1" } }),
  "a bad value": () => get("/echo", { headers: { "x-sent": "a\nb" } }),
  "GET with a body": () => get("/echo", { body: "x" }),
  "method TRACE": () => get("/echo", { method: "TRACE" }),
  "method with a blank": () => get("/echo", { method: "A B" }),
  "no scheme": () => fetch("/relative"),
  "a strange scheme": () => fetch("strange://x/"),
  data: async () => (await fetch("data:text/plain,hello")).text(),
  "a broken data URL": () => fetch("data:nothing"),
  about: () => fetch("about:blank"),
  blob: async () => (await fetch(URL.createObjectURL(new Blob(["from blob"])))).text(),
  credentials: () => fetch("http://user:secret@127.0.0.1:1/"),
  "a port nobody may use": () => fetch("http://127.0.0.1:25/"),
  refused: () => fetch("http://127.0.0.1:1/"),
  "no such host": () => fetch("http://nowhere.invalid/"),
  nothing: () => fetch(),
  symbol: () => fetch(Symbol("x")),
  "null init": () => fetch(url("/echo"), null),
  "a frozen init": () => fetch(url("/echo"), Object.freeze({ headers: Object.freeze({ "x-sent": "f" }) })),
  "an init that throws": () =>
    fetch(url("/echo"), {
      get method() {
        throw new RangeError("mine");
      },
    }),
  keepalive: () => get("/echo", { keepalive: true }),
  cache: () => get("/echo", { cache: "no-store" }),
  "bad cache": () => get("/echo", { cache: "sometimes" }),
  integrity: () => get("/json", { integrity: "sha256-AAAA" }),
  "mode cors": () => get("/echo", { mode: "cors", credentials: "include" }),
  "mode navigate": () => get("/echo", { mode: "navigate" }),
  referrer: () => get("/echo", { referrer: "about:client", referrerPolicy: "no-referrer" }),
  "stream without duplex": () => get("/echo", { method: "POST", body: new Blob(["x"]).stream() }),
};
for (const [name, call] of Object.entries(inputs)) {
  add(`input ${name}`, async () => {
    const answer = await failed(Promise.resolve().then(call));
    const [, response] = answer;
    return response instanceof Response ? [response.status, await failed(response.text())] : answer;
  });
}

// Redirects.
for (const code of [301, 302, 303, 307, 308]) {
  for (const redirect of ["follow", "manual", "error"]) {
    add(`redirect ${code} ${redirect}`, async () => {
      const [how, response] = await failed(get(`/to?code=${code}`, { method: "POST", body: "b", redirect }));
      if (!(response instanceof Response)) return [how, response];
      const { status, type, redirected } = response;
      return [status, type, redirected, response.url.replace(api, ""), await failed(response.text())];
    });
  }
}
add("redirect many", async () => failed(get("/to?code=302&hops=19")));
add("redirect too many", async () => failed(get("/to?code=302&hops=25")));
add("redirect nowhere", async () => failed(get("/to?code=302&at=http://")));
add("redirect to a strange scheme", async () => failed(get("/to?code=302&at=strange:x")));
add("redirect keeps the fragment", async () => (await get("/to?code=302#part")).url.split("#")[1]);

// Aborts and timeouts.
const mine = new RangeError("mine");
const aborts = {
  before: () => get("/echo", { signal: AbortSignal.abort() }),
  "before, with a reason": () => get("/echo", { signal: AbortSignal.abort(mine) }),
  "before, with null": () => get("/echo", { signal: AbortSignal.abort(null) }),
  "while waiting": () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 10);
    return get("/never", { signal: controller.signal });
  },
  "at once": () => {
    const controller = new AbortController();
    const promise = get("/echo", { signal: controller.signal });
    controller.abort(mine);
    return promise;
  },
  timeout: () => get("/never", { signal: AbortSignal.timeout(10) }),
  any: () => get("/never", { signal: AbortSignal.any([AbortSignal.timeout(10), new AbortController().signal]) }),
  "by a Request's signal": () => fetch(new Request(url("/echo"), { signal: AbortSignal.abort(mine) })),
  "no signal": () => get("/echo", { signal: "x" }),
};
for (const [name, call] of Object.entries(aborts)) add(`abort ${name}`, () => failed(Promise.resolve().then(call)));
add("abort gives the very reason", async () => {
  const [, reason] = await get("/echo", { signal: AbortSignal.abort(mine) }).then(
    () => [],
    (error) => ["threw", error],
  );
  return reason === mine;
});
for (const reader of ["json", "text", "arrayBuffer", "blob"]) {
  add(`abort while reading ${reader}`, async () => {
    const controller = new AbortController();
    const response = await get("/pieces", { signal: controller.signal });
    const reading = failed(response[reader]());
    controller.abort(mine);
    return [await reading, response.bodyUsed];
  });
}
add("abort after the end", async () => {
  const controller = new AbortController();
  const response = await get("/json", { signal: controller.signal });
  await response.text();
  controller.abort();
  return response.ok;
});

// Streams.
const decode = (chunk) => Buffer.from(chunk).toString();
const streams = {
  reader: async (body) => {
    const reader = body.getReader();
    const [first, closed] = [await reader.read(), reader.closed instanceof Promise];
    let text = decode(first.value);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return [text, closed, first.done, await reader.read(), body.locked];
      text += decode(value);
    }
  },
  "two reads at once": async (body) => {
    const reader = body.getReader();
    const reads = await Promise.all([reader.read(), reader.read()]);
    await reader.cancel("enough");
    return reads.map(({ done, value }) => [done, decode(value).startsWith("piece")]);
  },
  "reader let go": async (body) => {
    const reader = body.getReader();
    await reader.read();
    reader.releaseLock();
    return [body.locked, await failed(reader.read()), typeof (await new Response(body).text())];
  },
  "locked twice": async (body) => {
    body.getReader();
    return failed(Promise.resolve().then(() => body.getReader()));
  },
  "reader of bytes": async (body) => {
    const [how, reader] = await failed(Promise.resolve().then(() => body.getReader({ mode: "byob" })));
    if (how === "threw") return reader;
    const { value } = await reader.read(new Uint8Array(4));
    return decode(value);
  },
  "bad mode": (body) => failed(Promise.resolve().then(() => body.getReader({ mode: "x" }))),
  loop: async (body) => {
    let text = "";
    for await (const chunk of body) text += decode(chunk);
    return [text, body.locked];
  },
  "loop left": async (body) => {
    const seen = [];
    for await (const chunk of body) {
      seen.push(decode(chunk).startsWith("piece 1"), body.locked);
      break;
    }
    return [seen, body.locked];
  },
  "loop that throws": async (body) => {
    for await (const chunk of body) throw new RangeError(String(chunk.length > 0));
  },
  values: async (body) => {
    for await (const chunk of body.values({ preventCancel: true })) {
      if (chunk.length > 0) break;
    }
    return [body.locked, typeof (await new Response(body).text())];
  },
  tee: async (body) => {
    const [a, b] = body.tee();
    return [body.locked, await new Response(a).text(), await new Response(b).text()];
  },
  pipeTo: async (body) => {
    let text = "";
    await body.pipeTo(new WritableStream({ write: (chunk) => void (text += decode(chunk)) }));
    return text;
  },
  "pipeTo that fails": (body) =>
    failed(
      body.pipeTo(
        new WritableStream({
          write: () => {
            throw mine;
          },
        }),
      ),
    ),
  pipeThrough: async (body) => {
    let text = "";
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) text += chunk;
    return text;
  },
  cancel: async (body) => [await body.cancel("why"), body.locked],
  "Node stream": async (body) => {
    let text = "";
    for await (const chunk of Readable.fromWeb(body)) text += chunk;
    return text;
  },
  "Array.fromAsync": async (body) =>
    Array.fromAsync === undefined ? "not in this release" : (await Array.fromAsync(body)).map(decode).join(""),
  "borrowed methods": async (body) => {
    const other = new Blob(["other"]).stream();
    const reader = body.getReader.call(other);
    return [
      decode((await reader.read()).value),
      body.locked,
      ReadableStream.prototype.getReader.call(body).constructor.name,
    ];
  },
};
for (const [name, read] of Object.entries(streams)) {
  add(`stream ${name}`, async () => {
    const response = await get("/pieces");
    const { body } = response;
    return [await failed(Promise.resolve().then(() => read(body))), response.bodyUsed, response.body === body];
  });
}
add("stream only looked at", async () => {
  const response = await get("/json");
  return [
    response.body instanceof ReadableStream,
    response.bodyUsed,
    typeof (await response.json()),
    response.bodyUsed,
  ];
});
add("stream of no body", async () => (await get("/empty")).body);
add("stream of a broken body", async () => {
  let size = 0;
  for await (const chunk of (await get("/cut")).body) size += chunk.length > 0 ? 1 : 0;
  return size;
});

// Clones.
for (const order of ["copy first", "copy last", "both at once"]) {
  add(`clone ${order}`, async () => {
    const response = await get("/json");
    const copy = response.clone();
    const [a, b] = order === "copy last" ? [response, copy] : [copy, response];
    const texts = order === "both at once" ? await Promise.all([a.text(), b.text()]) : [await a.text(), await b.json()];
    return [texts.map((text) => typeof text), response.bodyUsed, copy.bodyUsed, copy.url === response.url, copy.status];
  });
}
add("clone after reading", async () => {
  const response = await get("/json");
  await response.text();
  return failed(Promise.resolve().then(() => response.clone()));
});
add("clone while locked", async () => {
  const response = await get("/json");
  response.body.getReader();
  return failed(Promise.resolve().then(() => response.clone()));
});

// What comes back.
add("response fields", async () => {
  const response = await get("/echo");
  const { status, statusText, ok, type, redirected, bodyUsed } = response;
  return [status, statusText, ok, type, redirected, bodyUsed, response.url.replace(api, ""), Object.keys(response)];
});
add("response headers", async () => {
  const { headers } = await get("/echo");
  const failure = await failed(Promise.resolve().then(() => headers.append("a", "b")));
  return [headers.getSetCookie(), headers.get("Content-Type"), headers.has("x"), [...headers.keys()].sort(), failure];
});
add("response looks", async () => {
  const response = await get("/json");
  return [
    Object.prototype.toString.call(response),
    response instanceof Response,
    response.constructor.name,
    inspect(response, { depth: 0 }).split(" ")[0],
    inspect(response.body, { depth: 0 }).split(" ")[0],
    Object.keys(response.body),
  ];
});
add("promise looks", async () => {
  const promise = get("/json");
  const seen = [
    promise instanceof Promise,
    promise.constructor === Promise,
    types.isPromise(promise),
    Object.prototype.toString.call(promise),
    // Node 20 and 22 show on a promise what any AsyncLocalStorage of the process keeps there.
    inspect(promise).slice(0, 9),
    Object.keys(promise),
    Promise.resolve(promise) === promise,
  ];
  await promise;
  return seen;
});
add("fetch looks", () => [
  fetch.name,
  fetch.length,
  typeof fetch,
  Object.keys(fetch),
  "prototype" in fetch && "has one",
]);
add("fetch as it is called", async () => {
  const { fetch: alone } = globalThis;
  const statuses = [
    await alone(url("/json")),
    await fetch.call(undefined, url("/json")),
    await fetch.apply(null, [url("/json")]),
  ];
  return statuses.map(({ status }) => status);
});
add("readers look", () =>
  ["json", "text", "arrayBuffer", "blob", "formData", "clone"].map((name) => {
    const { value, ...rest } = Object.getOwnPropertyDescriptor(Response.prototype, name);
    return [value.name, value.length, rest];
  }),
);
add("readers misused", async () => [
  await failed(Promise.resolve().then(() => Response.prototype.json.call({}))),
  await failed(Promise.resolve().then(() => Object.getOwnPropertyDescriptor(Response.prototype, "body").get.call({}))),
  await failed(Promise.resolve().then(() => Response.prototype.clone.call(null))),
]);
add("own responses", async () => [
  await new Response('{"a":1}').json(),
  await Response.json([1]).text(),
  Response.error().type,
  (await failed(new Response("x").json()))[0],
]);
add("own requests", async () => [
  await new Request("http://a/", { method: "POST", body: '{"a":1}' }).json(),
  await new Request("http://a/", { method: "POST", body: "a=1" }).text(),
]);

// Order and rejections.
add("continuations in order", async () => {
  const log = [];
  const promise = get("/json");
  void promise.then(() => log.push("first"));
  const async1 = (async () => {
    await promise;
    log.push("second");
  })();
  void promise.then(() => log.push("third")).then(() => log.push("after third"));
  void promise.finally(() => log.push("finally"));
  await Promise.all([promise, async1]);
  await new Promise((resolve) => setImmediate(resolve));
  return log;
});
add("microtasks between", async () => {
  const log = [];
  const response = await get("/json");
  const reading = response.json().then(() => log.push("read"));
  queueMicrotask(() => log.push("microtask"));
  process.nextTick(() => log.push("tick"));
  await reading;
  return log;
});
add("combinators", async () => {
  const good = () => get("/json").then(({ status }) => status);
  const bad = () => fetch("http://127.0.0.1:1/");
  return [
    await Promise.all([good(), good()]),
    await Promise.race([good(), new Promise(() => {})]),
    (await Promise.allSettled([good(), bad()])).map(({ status }) => status),
    await Promise.any([bad(), good()]),
    await failed(Promise.all([good(), bad()])),
  ];
});
add("twenty at once", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, async (_, at) => (await get(`/json?n=${at}`)).json()));
  return answers.map(({ path }) => path).join();
});
add("thenable use", async () => {
  const promise = get("/json");
  return [await promise.then(({ ok }) => ok), await promise.catch(() => "never").then(({ ok }) => ok)];
});
const storage = new AsyncLocalStorage();
add("storage is kept", () =>
  storage.run("kept", async () => {
    const response = await get("/pieces");
    const seen = [storage.getStore()];
    for await (const chunk of response.body) if (chunk.length > 0) seen.push(storage.getStore());
    return [...new Set(seen)];
  }),
);
add("stack of an error", () =>
  fetch("http://127.0.0.1:1/").then(
    () => "answered",
    ({ stack }) => stack.split("\n")[0],
  ),
);
add("stack limit", () => Error.stackTraceLimit);
add("floating rejections", async () => {
  const seen = [];
  const listener = (error, promise) => seen.push([describe(error), promise instanceof Promise]);
  const handled = [];
  const later = () => handled.push("handled late");
  process.on("unhandledRejection", listener);
  process.on("rejectionHandled", later);
  void fetch("http://127.0.0.1:1/");
  void get("/broken").then((response) => void response.json());
  void get("/cut").then((response) => void response.text());
  void get("/echo", { signal: AbortSignal.abort(mine) });
  void get("/pieces").then(({ body }) => {
    const reader = body.getReader();
    void reader.cancel();
    reader.releaseLock();
    return reader.read();
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  process.off("unhandledRejection", listener);
  process.off("rejectionHandled", later);
  return [seen.map(([text, same]) => `${text} ${same}`).sort(), handled];
});
add("no rejection where it is handled", async () => {
  const seen = [];
  const listener = (error) => seen.push(describe(error));
  process.on("unhandledRejection", listener);
  const promise = fetch("http://127.0.0.1:1/");
  promise.catch(() => undefined);
  await failed(promise);
  const reading = (await get("/broken")).json();
  await failed(reading);
  const all = Promise.allSettled([fetch("http://127.0.0.1:1/"), get("/broken").then((one) => one.json())]);
  await all;
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off("unhandledRejection", listener);
  return seen;
});

async function run() {
  for (const [name, work] of cases) {
    const [how, value] = await failed(Promise.resolve().then(work));
    console.log(
      `${name}: ${how} ${value instanceof Response ? `Response ${value.status}` : JSON.stringify(shown(value))}`,
    );
  }
}

const server = createServer((incoming, response) => {
  incoming.resume().on("end", () => void run().finally(() => response.end()));
});
server.listen(0, "127.0.0.1", () => {
  request({ port: server.address().port, path: "/orders/7" }, (response) => {
    response.resume().on("end", () => {
      console.log(`${cases.length} behaviours`);
      process.kill(process.pid, "SIGTERM"); // idle connections would hold the process for seconds
    });
  }).end();
});
