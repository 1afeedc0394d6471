import { NextResponse } from "next/server";

/** Asks who it is before the route runs. */
export async function proxy() {
  const session = await fetch(`${process.env.UPSTREAM ?? ""}/session`, { cache: "no-store" });
  return session.ok ? NextResponse.next() : new NextResponse(null, { status: 401 });
}

export const config = { matcher: "/api/guarded" };
