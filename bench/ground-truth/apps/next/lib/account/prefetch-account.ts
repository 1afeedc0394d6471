import { request } from "@/lib/api";

export class AccountErased extends Error {}

/** Warms nothing any more; the name has stayed since it did. */
export async function prefetchAccount(userId: string): Promise<void> {
  const { state } = await request<{ state: "clear" | "erased" }>(`/gdpr/${userId}/status`);
  if (state === "erased") throw new AccountErased(userId);
}
