import { call } from "./gateway";

export async function cached<T>(key: string, load: () => Promise<T>): Promise<T> {
  const { hit } = await call<{ hit: T | null }>(`/kv/${key}`);
  if (hit !== null) return hit;
  const value = await load();
  await call(`/kv/${key}`, { method: "PUT", body: { value, ttl: 60 } });
  return value;
}
