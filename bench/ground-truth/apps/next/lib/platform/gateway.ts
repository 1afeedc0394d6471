import { AsyncLocalStorage } from "node:async_hooks";

interface Scope {
  shard: string;
}

const scope = new AsyncLocalStorage<Scope>();

export const inShard = <T>(shard: string, work: () => Promise<T>): Promise<T> => scope.run({ shard }, work);

export interface CallOptions {
  method?: string;
  body?: unknown;
  bearer?: string;
  headers?: Record<string, string>;
}

export async function raw(
  path: string,
  { method = "GET", body, bearer, headers }: CallOptions = {},
): Promise<Response> {
  const shard = scope.getStore()?.shard;
  return fetch(`${process.env.UPSTREAM_URL}${path}`, {
    method,
    cache: "no-store",
    headers: {
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(shard !== undefined && { "x-shard": shard }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
  const response = await raw(path, options);
  if (!response.ok) throw new Error(`gateway: ${options.method ?? "GET"} ${path} -> ${response.status}`);
  return (await response.json()) as T;
}
