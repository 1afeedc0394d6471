import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Metrics } from "../metrics.ts";

/**
 * Keeps room for those who have something to ask: when all sockets are taken, the one that has been silent longest makes
 * way for a new one. Without that, whoever opens enough connections and says nothing keeps everybody else out. Sockets
 * with a request in work stay; one whose body is still on its way is not in work yet, since it may be for ever.
 */
export function makeRoomForNewSockets(server: Server, limit: number, metrics: Metrics): void {
  const evicted = metrics.counter("weir_http_idle_sockets_closed_total", "Silent connections closed to make room");
  // Silent ones, longest first.
  const idle = new Set<Socket>();
  let open = 0;
  // One more, so that the new one is there when room is made for it.
  server.maxConnections = limit + 1;
  metrics.gauge("weir_http_sockets", "Open connections", () => open);
  server.on("connection", (socket) => {
    open += 1;
    idle.add(socket);
    socket.once("close", () => {
      open -= 1;
      idle.delete(socket);
    });
    if (open <= limit) return;
    const [longest = socket] = idle;
    idle.delete(longest);
    longest.destroy();
    evicted.add();
  });
  server.on("request", (request, response) => {
    const { socket, headers } = request;
    const hasBody = headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
    if (hasBody) request.once("end", () => idle.delete(socket));
    else idle.delete(socket);
    response.once("close", () => {
      if (!socket.destroyed) idle.add(socket);
    });
  });
}
