import { UPSTREAM_URL } from "$app/env/private";

/** An answer nobody planned for: SvelteKit turns it into a plain 500. */
export class UpstreamError extends Error {
  readonly status: number;

  constructor(path: string, status: number) {
    super(`${path} answered ${status}`);
    this.name = "UpstreamError";
    this.status = status;
  }
}

/** @throws UpstreamError */
export async function getJson<T>(path: string): Promise<T> {
  const response = await fetch(UPSTREAM_URL + path);
  if (!response.ok) throw new UpstreamError(path, response.status);
  return (await response.json()) as T;
}

/** Like `getJson`, but something that is not there is `null`. */
export async function findJson<T>(path: string): Promise<T | null> {
  const response = await fetch(UPSTREAM_URL + path);
  if (response.status === 404) return null;
  if (!response.ok) throw new UpstreamError(path, response.status);
  return (await response.json()) as T;
}

/** @throws UpstreamError */
export async function sendJson<T>(method: "POST" | "PUT", path: string, body: unknown): Promise<T> {
  const response = await fetch(UPSTREAM_URL + path, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new UpstreamError(path, response.status);
  return (await response.json()) as T;
}
