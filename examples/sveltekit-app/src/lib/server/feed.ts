import { type Caller, getJson } from "./api.ts";

export async function getComments(event: Caller): Promise<{ comments: number }> {
  return getJson<{ comments: number }>(event, "/comments");
}
