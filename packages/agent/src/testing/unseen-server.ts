import { EventEmitter } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";

/** A server that is not one under test: it emits past the prototype, where the agent listens. */
export function unseenServer(listener: RequestListener): Server {
  const server = createServer(listener);
  Object.defineProperty(server, "emit", Object.getOwnPropertyDescriptor(EventEmitter.prototype, "emit") ?? {});
  return server;
}
