import { request } from "undici";
import { UPSTREAM_URL } from "./upstream-url.ts";

export class ApiError extends Error {
  readonly statusCode: number;
  readonly upstreamStatus: number;

  constructor(path: string, upstreamStatus: number) {
    super(`${path} answered ${upstreamStatus}`);
    this.statusCode = 502;
    this.upstreamStatus = upstreamStatus;
  }
}

type Method = "GET" | "POST" | "PUT" | "PATCH";

async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const response = await request(UPSTREAM_URL + path, {
    method,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  if (response.statusCode >= 400) {
    await response.body.dump();
    throw new ApiError(path, response.statusCode);
  }
  return (await response.body.json()) as T;
}

/** Every service behind the gateway; answers that are no success throw. */
export const api = {
  get: <T>(path: string): Promise<T> => call<T>("GET", path),
  post: <T>(path: string, body: unknown): Promise<T> => call<T>("POST", path, body),
  put: <T>(path: string, body: unknown): Promise<T> => call<T>("PUT", path, body),
  patch: <T>(path: string, body: unknown): Promise<T> => call<T>("PATCH", path, body),
};
