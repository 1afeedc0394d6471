/** What the measured apps call, and where their spans go: each in a process of its own, so that it costs them nothing. */
import { createServer } from "node:http";

const filler = Array.from({ length: 18 }, (_, index) => ({
  sku: `sku-${index}`,
  title: `A product with a name ${index}`,
  price: 1000 + index,
  stock: index % 3 === 0 ? 0 : index,
  tags: ["new", "sale"],
}));
let served = 0;

/** About 2 KB of JSON, each with an id of its own; `?wait=20` answers after so many milliseconds. */
const upstream = createServer((request, response) => {
  const wait = Number(/[?&]wait=(\d+)/.exec(request.url ?? "")?.[1] ?? 0);
  served += 1;
  const body = JSON.stringify({ id: `res_${served.toString(36)}${(served * 7919).toString(36)}`, user: null, filler });
  const answer = () => response.writeHead(200, { "content-type": "application/json" }).end(body);
  request.resume();
  if (wait === 0) answer();
  else setTimeout(answer, wait);
});
/** Takes spans as a collector does, and forgets them but for how many bytes each app sent. */
const received = {};
const receiver = createServer((request, response) => {
  const [, app, ...path] = (request.url ?? "").split("/");
  request.on("data", (chunk) => {
    if (path.join("/") === "v1/traces") received[app] = (received[app] ?? 0) + chunk.length;
  });
  request.on("end", () => response.writeHead(200, { "content-type": "application/x-protobuf" }).end());
});
upstream.keepAliveTimeout = receiver.keepAliveTimeout = 600_000;
const listening = (server) =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));
const [upstreamPort, receiverPort] = [await listening(upstream), await listening(receiver)];
process.send({ upstream: `http://127.0.0.1:${upstreamPort}`, receiver: `http://127.0.0.1:${receiverPort}` });
process.on("message", () => process.send({ received }));
process.on("disconnect", () => process.exit(0));
