import { headers } from "next/headers";
import { getAccount, getBranding } from "@/lib/api";

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  // The gateway resolves the tenant from the host name and forwards it.
  const tenant = (await headers()).get("x-tenant") ?? "public";

  const account = await getAccount(userId);
  const branding = await getBranding(tenant);

  return Response.json({
    title: `${account.name} – ${account.tenant}`,
    accent: branding.accent,
    logo: branding.logo,
  });
}
