import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { closeServer } from "../server.ts";
import { bytesField } from "./testing/message.ts";
import { encode, type Kit, receiverKit } from "./testing/receiver-kit.ts";
import { callSpan, requestWith } from "./testing/requests.ts";

const open: FastifyInstance[] = [];
const TYPE = { "content-type": "application/x-protobuf" };

async function listening(options: Parameters<typeof receiverKit>[0]): Promise<Kit & { readonly port: number }> {
  const kit = await receiverKit(options);
  open.push(kit.app);
  await kit.app.listen({ host: "127.0.0.1", port: 0 });
  return { ...kit, port: (kit.app.server.address() as AddressInfo).port };
}

/** Sends a body in chunks, as a client that compresses while it sends; answers status and headers. */
async function upload(port: number, chunks: readonly Buffer[]): Promise<{ status: number; body: string }> {
  const request = httpRequest({ port, host: "127.0.0.1", path: "/v1/traces", method: "POST", headers: TYPE });
  for (const chunk of chunks) if (!request.write(chunk)) await once(request, "drain");
  request.end();
  const [response] = (await once(request, "response")) as [NodeJS.ReadableStream & { statusCode: number }];
  let body = "";
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, body };
}

/** A request whose headers are sent and whose body is not yet all there. */
function begin(port: number, length: number, part: Buffer): Socket {
  const socket = connect(port, "127.0.0.1");
  socket.write(
    `POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\nContent-Length: ${length}\r\n\r\n`,
  );
  socket.write(part);
  return socket;
}

/** Asks until the metric has this value; the test's timeout is the bound. */
async function bytesInWork(kit: Kit, bytes: number): Promise<void> {
  while (!(await kit.app.inject("/metrics")).body.includes(`weir_otlp_body_bytes ${bytes}\n`))
    await new Promise(setImmediate);
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => closeServer(app, 0)));
});

describe("a receiver on a socket", () => {
  const good = encode(requestWith([callSpan(1)]), "protobuf");

  it("reads a body of unknown length that comes in pieces", async () => {
    const kit = await listening({});
    expect(
      await upload(
        kit.port,
        [...good].map((byte) => Buffer.from([byte])),
      ),
    ).toEqual({ status: 200, body: "" });
    expect(kit.sink.spans).toHaveLength(1);
  });

  it("answers a client that is still sending what is too large, instead of hanging up on it", async () => {
    const kit = await listening({ maxBodyBytes: 1_000_000 });
    const answer = await upload(
      kit.port,
      Array.from({ length: 30 }, () => Buffer.alloc(100_000)),
    );
    expect(answer.status).toBe(413);
    expect(answer.body).toContain("WEIR_BODY_TOO_LARGE");
  });

  it("gives up on one that never ends", async () => {
    const kit = await listening({ maxBodyBytes: 100_000 });
    const chunks = Array.from({ length: 400 }, () => Buffer.alloc(100_000));
    await expect(upload(kit.port, chunks)).rejects.toThrow(/ECONNRESET|EPIPE|socket hang up/);
  });

  it("bounds all bodies together, and takes more when one is done or its sender is gone", async () => {
    const kit = await listening({ maxBodyBytes: 100_000, maxBodyBytesAtOnce: 100_000 });
    const slow = begin(kit.port, 90_000, Buffer.alloc(60_000));
    await bytesInWork(kit, 60_000);
    const refused = await upload(kit.port, [Buffer.alloc(50_000)]);
    expect(refused.status).toBe(429);
    expect(refused.body).toContain("WEIR_TOO_MANY_BODIES");
    expect((await upload(kit.port, [good])).status).toBe(200);
    slow.destroy();
    await bytesInWork(kit, 0);
    const large = Buffer.concat([good, bytesField(500, Buffer.alloc(60_000))]);
    expect((await upload(kit.port, [large])).status).toBe(200);
    await bytesInWork(kit, 0);
  });

  it("keeps nothing of a body whose sender hung up", async () => {
    const kit = await listening({});
    const socket = begin(kit.port, good.length + 10, good);
    await bytesInWork(kit, good.length);
    socket.end();
    const [chunk] = (await once(socket, "data")) as [Buffer];
    expect(String(chunk)).toMatch(/^HTTP\/1.1 400 /);
    expect(kit.sink.deliveries).toEqual([]);
  });
});
