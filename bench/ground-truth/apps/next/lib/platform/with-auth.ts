import type { NextRequest } from "next/server";
import { raw } from "./gateway";

export interface User {
  id: string;
  name: string;
  tenant: string;
}

type Handler<Context> = (request: NextRequest, user: User, context: Context) => Promise<Response>;

/** Answers 401 to strangers; the handler only ever sees a signed-in user. */
export function withAuth<Context>(handler: Handler<Context>) {
  return async (request: NextRequest, context: Context): Promise<Response> => {
    const token = request.headers.get("authorization")?.slice("Bearer ".length);
    if (!token) return Response.json({ error: "unauthenticated" }, { status: 401 });

    const response = await raw("/identity/whoami", { bearer: token });
    if (!response.ok) return Response.json({ error: "unauthenticated" }, { status: 401 });

    return handler(request, (await response.json()) as User, context);
  };
}
