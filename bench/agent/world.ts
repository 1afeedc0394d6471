import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Where the measured apps' calls and spans go. */
export interface World {
  readonly upstream: string;
  readonly receiver: string;
  readonly child: ChildProcess;
}

export async function startWorld(): Promise<World> {
  const child = fork(join(import.meta.dirname, "programs/upstream.mjs"));
  const [message] = (await once(child, "message")) as [{ upstream: string; receiver: string }];
  return { ...message, child };
}

/** Bytes of spans that arrived so far, by the app's name. */
export async function receivedBytes({ child }: World): Promise<Readonly<Record<string, number>>> {
  const answer = once(child, "message");
  child.send("received");
  const [{ received }] = (await answer) as [{ received: Readonly<Record<string, number>> }];
  return received;
}
