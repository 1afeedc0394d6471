import type { ServerResponse } from "node:http";
import { LoopbackServer } from "../../../test/integration/loopback-server.ts";

type Answer = (response: ServerResponse) => void;

/** Ways for a collector to answer that no collector should. */
const HOSTILE: readonly Answer[] = [
  (response) => response.end("x".repeat(5_000_000)),
  (response) => response.destroy(),
  (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
  (response) => response.writeHead(500, { "retry-after": "-1" }).end("{"),
  (response) => response.write("never ends"),
  (response) => response.writeHead(429, { "retry-after": "99999999" }).end(),
  (response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
  (response) => response.writeHead(200, { "content-type": "text/event-stream" }).end("data: {\n\n".repeat(100_000)),
];

/** Takes what an agent sends, and answers as it is told to. */
export class OddCollector {
  /** Requests that came. */
  asked = 0;
  readonly #server: LoopbackServer;

  constructor(mood: "fine" | "slow" | "hostile") {
    const fine: Answer = (response) => response.writeHead(200, { "content-type": "application/json" }).end("{}");
    const slow: Answer = () => undefined;
    this.#server = new LoopbackServer((incoming, response) => {
      this.asked += 1;
      const turn = this.asked;
      incoming.resume().on("end", () => {
        const answer = mood === "fine" ? fine : mood === "slow" ? slow : HOSTILE[turn % HOSTILE.length];
        answer?.(response);
      });
    });
  }

  start(): Promise<string> {
    return this.#server.start();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
