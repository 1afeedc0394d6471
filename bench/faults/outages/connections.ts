import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Bed, until } from "./bed.ts";
import type { Outage } from "./outage.ts";

/** What the collector keeps open, and the one for which room is being made. */
const MOST_SOCKETS = 2_001;
const HALF = "POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Le";
const SLOW =
  "POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{";

/** Ten thousand connections that say nothing. */
export const idleConnections: Outage = {
  name: "10,000 idle connections",
  expects: "senders go on being answered; memory stays bounded",
  run: (place) => besides(place, 10_000, ""),
};

/** Connections whose other end is gone in the middle of a request, without a word. */
export const halfOpen: Outage = {
  name: "3,000 half-open connections",
  expects: "senders go on being answered; the dead ones are closed in time",
  run: (place) => besides(place, 3_000, HALF),
};

/** Bodies that come a byte at a time. */
export const slowBodies: Outage = {
  name: "3,000 slow bodies",
  expects: "senders go on being answered; the slow ones are cut off in time",
  run: (place) => besides(place, 3_000, SLOW, " "),
};

async function besides(place: Parameters<Outage["run"]>[0], count: number, first: string, drip = "") {
  const bed = new Bed(place.work, place.port);
  await bed.start();
  bed.load();
  await until(() => bed.ledger.next > 30);
  const sockets: Socket[] = [];
  let closed = 0;
  for (let number = 0; number < count; number += 1) {
    const socket = connect(place.port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.on("close", () => (closed += 1));
    socket.on("data", () => undefined);
    if (first !== "") socket.write(first);
    sockets.push(socket);
    if (number % 200 === 0) await Promise.race([once(socket, "connect"), once(socket, "close"), pause(1_000)]);
  }
  const trickle = setInterval(() => {
    if (drip !== "") for (const socket of sockets) if (!socket.destroyed) socket.write(drip);
  }, 1_000);
  const taken = (await bed.answers())["200"] ?? 0;
  let most = 0;
  const answeredMeanwhile = await until(async () => {
    most = Math.max(most, await bed.collector.metric("weir_http_sockets"));
    return ((await bed.answers())["200"] ?? 0) > taken + 100;
  });
  // Headers have 10 s, bodies 60, silence 120; a busy machine is given more.
  const allClosed = await until(async () => {
    most = Math.max(most, await bed.collector.metric("weir_http_sockets"));
    return closed >= count;
  }, 300_000);
  clearInterval(trickle);
  for (const socket of sockets) socket.destroy();
  return {
    holds: { answeredMeanwhile, allClosed, bounded: most <= MOST_SOCKETS },
    measured: { opened: count, openAtOnce: most },
    ...(await bed.figures()),
  };
}
