const base = () => process.env.UPSTREAM_URL ?? "";

export const j = <T>(path: string): Promise<T> =>
  fetch(base() + path, { cache: "no-store" }).then((r) =>
    r.ok ? (r.json() as Promise<T>) : Promise.reject(new Error(path)),
  );

export const maybe = async <T>(path: string): Promise<T | null> => {
  const r = await fetch(base() + path, { cache: "no-store" });
  return r.status === 404 ? null : ((await r.json()) as T);
};

export const send = <T>(path: string, body: unknown): Promise<T> =>
  fetch(base() + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    cache: "no-store",
  }).then((r) => (r.ok ? (r.json() as Promise<T>) : Promise.reject(new Error(path))));
