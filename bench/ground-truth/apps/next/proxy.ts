import { type NextRequest, NextResponse } from "next/server";

export const config = { matcher: ["/portal/:path*"] };

export async function proxy(request: NextRequest) {
  const sid = request.cookies.get("sid")?.value;
  if (sid === undefined) return NextResponse.redirect(new URL("/login", request.url));

  const session = await fetch(`${process.env.UPSTREAM_URL}/auth/sessions/${sid}`, { cache: "no-store" });
  if (!session.ok) return NextResponse.redirect(new URL("/login", request.url));

  return NextResponse.next();
}
