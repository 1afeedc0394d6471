export type Result<T> = { ok: true; value: T } | { ok: false; reason: "missing" | "down" };

export async function attempt<T>(request: Promise<Response>): Promise<Result<T>> {
  try {
    const res = await request;
    if (res.status === 404) return { ok: false, reason: "missing" };
    if (!res.ok) return { ok: false, reason: "down" };
    return { ok: true, value: (await res.json()) as T };
  } catch {
    return { ok: false, reason: "down" };
  }
}
