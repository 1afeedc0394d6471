import { getJson } from "./api-client";

interface SessionUser {
  id: string;
  name: string;
  role: "guest" | "member" | "staff" | "admin";
  cartId?: string;
}

interface Session {
  signedIn: boolean;
  user: SessionUser;
}

const readSession = (): Promise<Session> => getJson<Session>("/identity/session");

/** The visitor's session. Someone who has not signed in gets a guest session, so there always is one. */
export function auth(): Promise<Session> {
  return readSession();
}

/** For components and handlers that do not care how sessions are read. */
export async function currentVisitor(): Promise<Session> {
  return auth();
}
