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

const readSession = (event: Caller) => getJson<Session>(event, "/identity/session");

/** Someone who has not signed in gets a guest session, so there always is one. */
export async function getSession(event: Caller): Promise<Session> {
  return readSession(event);
}
