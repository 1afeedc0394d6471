import { TRACKER_API_URL } from "$app/env/public";
import { error, type RequestEvent } from "@sveltejs/kit";

/** What a call to the services needs of the request at hand. */
export type Caller = Pick<RequestEvent, "cookies" | "fetch">;

export async function getJson<T>(event: Caller, path: string): Promise<T> {
  const response = await event.fetch(TRACKER_API_URL + path, { headers: headersOf(event) });
  if (!response.ok) error(502, `${path} answered ${response.status}`);
  return (await response.json()) as T;
}

export async function postJson<T>(event: Caller, path: string, body: unknown): Promise<T> {
  const response = await event.fetch(TRACKER_API_URL + path, {
    method: "POST",
    headers: { ...headersOf(event), "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) error(502, `${path} answered ${response.status}`);
  return (await response.json()) as T;
}

function headersOf({ cookies }: Caller): Record<string, string> {
  const token = cookies.get("sid");
  return token ? { authorization: `Bearer ${token}` } : {};
}
