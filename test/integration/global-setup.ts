import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOptions } from "../../tools/start/options.ts";
import { ExampleStack } from "../../tools/start/stack.ts";

/** Builds the examples once, before files that need them run side by side: two builds in one folder break each other. */
export async function setup(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), "weir-builds-"));
  const stack = new ExampleStack(readOptions([], { WEIR_DATA: data }), (line) => console.log(line));
  try {
    await stack.build();
  } finally {
    await stack.stop();
    await rm(data, { recursive: true, force: true });
  }
}
