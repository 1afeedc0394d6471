import { once } from "node:events";
import { type Agent, request } from "node:http";

/** What some requests cost. */
export interface Load {
  readonly requests: number;
  /** Requests under way at a time. */
  readonly clients: number;
  /** Milliseconds the upstream takes to answer, where the app lets one choose. */
  readonly wait: number;
}

/** Sends the requests, each client one after another. @returns milliseconds each took, in ascending order */
export async function drive({ requests, clients }: Load, ask: () => Promise<void>): Promise<readonly number[]> {
  const latencies: number[] = [];
  let left = requests;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      await ask();
      latencies.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return latencies.toSorted((a, b) => a - b);
}

/** @throws Error for any answer but 200 */
export async function get(agent: Agent, port: number, path: string): Promise<void> {
  const sent = request({ agent, host: "127.0.0.1", port, path });
  sent.end();
  const [response] = (await once(sent, "response")) as [NodeJS.ReadableStream & { statusCode: number }];
  response.resume();
  await once(response, "end");
  if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}`);
}
