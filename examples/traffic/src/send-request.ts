import { type Agent, request as open } from "node:http";

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until the request is given up. */
  readonly timeout: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Milliseconds to the first and to the last byte of the answer. */
  readonly firstByte: number;
  readonly end: number;
  readonly text: string;
}

const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** One request over `node:http`, which lets us name the host; redirects are not followed. */
export function sendRequest(agent: Agent, { method, url, headers, body, timeout }: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const signal = AbortSignal.timeout(timeout);
    const request = open(url, { agent, method, headers: { ...headers }, signal }, (response) => {
      let firstByte: number | undefined;
      let size = 0;
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => {
        firstByte ??= performance.now() - started;
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) request.destroy(new Error(`${url.pathname} answered more than 4 MiB`));
        else chunks.push(chunk);
      });
      response.on("error", reject);
      response.on("end", () => {
        const end = performance.now() - started;
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, firstByte: firstByte ?? end, end, text });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}
