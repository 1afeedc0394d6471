export type Result<T> = { ok: true; value: T } | { ok: false; status: number; reason: string };

type Body = Record<string, unknown>;

async function call<T>(method: string, path: string, body?: Body): Promise<Result<T>> {
  try {
    const res = await fetch(`${process.env.UPSTREAM_URL}${path}`, {
      method,
      cache: "no-store",
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!res.ok) return { ok: false, status: res.status, reason: res.statusText };
    return { ok: true, value: (await res.json()) as T };
  } catch (cause) {
    return { ok: false, status: 502, reason: cause instanceof Error ? cause.message : "unreachable" };
  }
}

export const http = {
  get: <T>(path: string) => call<T>("GET", path),
  post: <T>(path: string, body: Body) => call<T>("POST", path, body),
  put: <T>(path: string, body: Body = {}) => call<T>("PUT", path, body),
  del: <T>(path: string) => call<T>("DELETE", path),
};

export function respond<T>(result: Result<T>): Response {
  return result.ok
    ? Response.json(result.value)
    : Response.json({ error: result.reason }, { status: result.status === 404 ? 404 : 502 });
}

export function unwrapOr<T>(result: Result<T>, fallback: T): T {
  return result.ok ? result.value : fallback;
}
