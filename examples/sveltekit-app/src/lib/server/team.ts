import { type Caller, getJson } from "./api.ts";

export interface Team {
  id: string;
  title: string;
  boardId: string;
}

export function getTeam(event: Caller, id: string): Promise<Team> {
  return getJson<Team>(event, `/teams/${encodeURIComponent(id)}`);
}

export function getMembers(event: Caller): Promise<{ members: number }> {
  return getJson<{ members: number }>(event, "/members");
}

export function getBoard(event: Caller, id: string): Promise<{ id: string; columns: number }> {
  return getJson<{ id: string; columns: number }>(event, `/boards/${id}`);
}
