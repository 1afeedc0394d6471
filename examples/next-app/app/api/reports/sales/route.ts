import { auth } from "@/lib/auth";
import { getSalesReport } from "@/lib/dashboard";

/** Only an admin may even cause the report to be computed. */
export async function GET() {
  const session = await auth();
  if (!session.signedIn) return Response.json({ error: "sign in first" }, { status: 401 });
  if (session.user.role !== "admin") return Response.json({ error: "admins only" }, { status: 403 });

  const report = await getSalesReport();
  return Response.json({ for: session.user.name, report });
}
