const BASE = process.env["SERVICES_URL"] ?? "http://127.0.0.1:4200";

export async function read<T>(path: string): Promise<T> {
  const response = await fetch(BASE + path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T;
}

/** What a service has under a path; `undefined` where there is nothing. */
export async function find<T>(path: string): Promise<T | undefined> {
  const response = await fetch(BASE + path);
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T;
}

export async function write(path: string, body: unknown): Promise<void> {
  const response = await fetch(BASE + path, { method: "PUT", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  await response.text();
}
