import { type Caller, getJson } from "./api.ts";

export interface User {
  id: string;
  name: string;
  role: "guest" | "member" | "staff" | "admin";
  teamId?: string;
}

export interface Session {
  signedIn: boolean;
  user: User;
}

/** Someone who has not signed in gets a guest session, so there always is one. */
export function getSession(event: Caller): Promise<Session> {
  return getJson<Session>(event, "/identity/session");
}
