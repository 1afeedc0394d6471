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

/** The visitor's session. Someone who has not signed in gets a guest session, so there always is one. */
export function auth(): Promise<Session> {
  return getJson<Session>("/identity/session");
}
