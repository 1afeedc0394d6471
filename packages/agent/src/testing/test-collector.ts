import { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { decodeTraces, type DecodedSpan } from "./decode-traces.ts";
import { unseenServer } from "./unseen-server.ts";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** After decompression. */
  readonly body: Buffer;
}

export type Answering = (received: Received, response: ServerResponse) => void;

/** A real OTLP receiver in the test's process: keeps what arrives, answers as told, and wakes whoever waits. */
export interface TestCollector {
  readonly url: string;
  readonly received: readonly Received[];
  /** Decoded spans of everything that was answered with 200. */
  spans(): readonly DecodedSpan[];
  json(path: string): readonly Record<string, unknown>[];
  answer(answering: Answering): void;
  /** Resolves when `ready` holds, looking again after each arrival. */
  until(ready: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const ok: Answering = (_received, response) => void response.end();

export async function testCollector(): Promise<TestCollector> {
  const received: Received[] = [];
  const spans: DecodedSpan[] = [];
  const waiting = new Set<() => void>();
  let answering = ok;
  const server = unseenServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks);
      const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
      const one = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
      received.push(one);
      response.on("close", () => {
        if (response.statusCode === 200 && one.path.endsWith("/v1/traces"))
          spans.push(...decodeTraces(body, one.headers));
        for (const wake of waiting) wake();
      });
      answering(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    spans: () => spans,
    json: (path) =>
      received
        .filter((one) => one.path === path)
        .map(({ body }) => JSON.parse(body.toString("utf8")) as Record<string, unknown>),
    answer: (next) => {
      answering = next;
    },
    until: async (ready) => {
      while (!ready()) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
      }
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<unknown>((resolve) => server.close(resolve));
    },
  };
}
