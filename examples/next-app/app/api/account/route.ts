import { fetchAccount } from "@/lib/account";
import { auth } from "@/lib/auth";
import { fetchConfig } from "@/lib/config";

export async function GET() {
  const session = await auth();
  const config = await fetchConfig();
  const account = await fetchAccount(session.user.id);

  return Response.json({ name: session.user.name, account, support: config.supportEmail });
}
