import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below what systems give to outgoing connections (32,768 and up on Linux), so none takes it before a child does. */
const LOWEST = 24_000;
const HIGHEST = 32_000;

/** A port that nothing listens on, on loopback, for a process that is about to start. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((told, failed) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") told(false);
      else failed(error);
    });
    probe.listen(port, "127.0.0.1", () => probe.close(() => told(true)));
  });
}
