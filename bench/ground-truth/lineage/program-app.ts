/**
 * `PORT=3000 UPSTREAM_URL=… node --import @weir/agent/register program-app.ts`: runs the random program of a seed and
 * answers with what each of its calls waited for.
 */
import { createServer } from "node:http";
import { randomProgram } from "./program.ts";
import { ProgramRun } from "./program-run.ts";

const server = createServer((request, response) => {
  const run = new ProgramRun(process.env["UPSTREAM_URL"] ?? "");
  const seed = new URL(request.url ?? "/", "http://app").searchParams.get("seed") ?? "";
  run.run(randomProgram(seed), new Set()).then(
    () => response.end(JSON.stringify(Object.fromEntries(run.waits))),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(Number(process.env["PORT"]), "127.0.0.1");
process.once("SIGTERM", () => server.close());
