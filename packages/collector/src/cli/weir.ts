#!/usr/bin/env node
/**
 * The `weir` command. This file runs on any Node that a user may have: it loads nothing but the check until a Node
 * that can run the collector is found.
 */
import { exitCodeOnNewerNode, isRecentEnough } from "./runtime.ts";

if (isRecentEnough(process.versions.node)) {
  const { runCli } = await import("./run-cli.ts");
  const { stdout, stderr, stdin, env } = process;
  // A reader that has seen enough (`weir explain … | head`) is no failure.
  stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 75));
  process.exitCode = await runCli(process.argv.slice(2), {
    stdout,
    stderr,
    stdin,
    env,
    cwd: process.cwd(),
    clock: Date.now,
  });
} else {
  process.exitCode = await exitCodeOnNewerNode(process.argv.slice(1));
}
