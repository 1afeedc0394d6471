import { findJson, getJson, sendJson } from "./http.ts";

export interface Saved {
  handle: string;
  seatsLeft: number;
  languages: string[];
}

export const seatsOf = (id: string) => getJson<{ left: number }>(`/seats/${id}`);

export const languages = () => getJson<string[]>("/languages");

export async function isTaken(handle: string): Promise<boolean> {
  return (await findJson<{ id: string }>(`/handles/${handle}`)) !== null;
}

/** Stores the handle; answers it as the service wrote it. */
export async function storeHandle(id: string, handle: string): Promise<string> {
  await sendJson("PUT", `/profiles/${id}`, { handle });
  const profile = await getJson<{ handle: string }>(`/profiles/${id}`);
  return profile.handle;
}
