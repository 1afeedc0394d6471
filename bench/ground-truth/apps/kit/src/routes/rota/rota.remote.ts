import { query } from "$app/server";
import { getJson, sendJson } from "#lib/server/http.ts";

export const getRota = query("unchecked", (team: string) => getJson<{ onCall: string[] }>(`/rotas/${team}`));

/** One request for everybody asked for in the same tick. */
export const getContact = query.batch("unchecked", async (ids: string[]) => {
  const contacts = await sendJson<Record<string, { phone: string }>>("POST", "/contacts/lookup", { ids });
  return (id) => contacts[id]?.phone ?? "unknown";
});
