#!/usr/bin/env node
/**
 * The `weir` command. This file runs on any Node that a user may have: it loads nothing but the check until a Node
 * that can run the collector is found.
 */
import { exitCodeOnNewerNode, isRecentEnough } from "./runtime.ts";

if (isRecentEnough(process.versions.node)) {
  const { runCli } = await import("./run-cli.ts");
  await runCli(process.argv.slice(2));
} else {
  process.exitCode = await exitCodeOnNewerNode(process.argv.slice(1));
}
