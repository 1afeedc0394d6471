import { type Caller, getJson } from "./api.ts";

export function getComments(event: Caller): Promise<{ comments: number }> {
  return getJson<{ comments: number }>(event, "/comments");
}
