import { request } from "@/lib/api";

let token: string | undefined;
let expiresAt = 0;

/** The partner's token for this process; fetched again shortly before it ends. */
export async function serviceToken(): Promise<string> {
  if (token !== undefined && Date.now() < expiresAt - 30_000) return token;
  const fresh = await request<{ access_token: string; expires_in: number }>("/oauth/token", {
    method: "POST",
    body: { grant_type: "client_credentials", client_id: "northwind" },
  });
  token = fresh.access_token;
  expiresAt = Date.now() + fresh.expires_in * 1000;
  return token;
}
