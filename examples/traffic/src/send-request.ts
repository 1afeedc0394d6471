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

/**
 * One request over `node:http`, which lets us name the host; redirects are not followed. A server may close an idle
 * connection just as a request goes out on it: like a browser, we then send it once more on a new one.
 */
export async function sendRequest(agent: Agent, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await exchange(request, agent);
  } catch (error) {
    if (error instanceof ConnectionWasIdle) return exchange(request);
    throw error;
  }
}

class ConnectionWasIdle extends Error {}

function exchange({ method, url, headers, body, timeout }: HttpRequest, agent?: Agent): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const signal = AbortSignal.timeout(timeout);
    const request = open(url, { agent: agent ?? false, method, headers: { ...headers }, signal }, (response) => {
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
    request.on("error", (error: NodeJS.ErrnoException) => {
      const idle = request.reusedSocket && error.code === "ECONNRESET";
      reject(idle ? new ConnectionWasIdle("the connection was closed while idle", { cause: error }) : error);
    });
    request.end(body);
  });
}
