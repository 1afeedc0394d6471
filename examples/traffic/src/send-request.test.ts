import { once } from "node:events";
import { Agent } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type HttpRequest, sendRequest } from "./send-request.ts";

const open: { server: Server; sockets: Set<Socket>; agent: Agent }[] = [];
afterEach(async () => {
  for (const { server, sockets, agent } of open.splice(0)) {
    agent.destroy();
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  }
});

/** A server that answers the first request of each connection and hangs up on the next, as one that went idle does. */
async function hangingUp(answersPerConnection: number): Promise<{ agent: Agent; request: HttpRequest }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let answered = 0;
    socket.on("data", () => {
      answered += 1;
      if (answered > answersPerConnection) socket.resetAndDestroy();
      else socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    });
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  open.push({ server, sockets, agent });
  return { agent, request: { method: "GET", url: new URL(`http://127.0.0.1:${port}/`), headers: {}, timeout: 5000 } };
}

describe("sendRequest", () => {
  it("sends again on a new connection when a kept one was closed under it", async () => {
    const { agent, request } = await hangingUp(1);
    expect(await sendRequest(agent, request)).toMatchObject({ status: 200, text: "ok" });
    expect(await sendRequest(agent, request)).toMatchObject({ status: 200, text: "ok" });
  });

  it("fails when a new connection is closed under it", async () => {
    const { agent, request } = await hangingUp(0);
    await expect(sendRequest(agent, request)).rejects.toThrow("ECONNRESET");
  });
});
