const UPSTREAM = () => process.env.UPSTREAM_URL;

export class HttpStatus extends Error {
  constructor(readonly status: number) {
    super(`status ${status}`);
  }
}

export async function getJson<T>(path: string, params: Record<string, string> = {}): Promise<T> {
  const search = new URLSearchParams(params).toString();
  const response = await fetch(`${UPSTREAM()}${path}${search && `?${search}`}`, { cache: "no-store" });
  if (response.status >= 400) throw new HttpStatus(response.status);
  return response.json() as Promise<T>;
}

export async function postJson<T>(path: string, body: object = {}): Promise<T> {
  const response = await fetch(`${UPSTREAM()}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    cache: "no-store",
  });
  if (response.status >= 400) throw new HttpStatus(response.status);
  return response.json() as Promise<T>;
}
