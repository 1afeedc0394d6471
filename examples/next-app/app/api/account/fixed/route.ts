import { fetchAccount } from "@/lib/account";
import { auth } from "@/lib/auth";
import { fetchConfig } from "@/lib/config";

export async function GET() {
  const sessionPromise = auth();
  const configPromise = fetchConfig();
  configPromise.catch(() => {});

  const session = await sessionPromise;
  const account = await fetchAccount(session.user.id);
  const config = await configPromise;

  return Response.json({ name: session.user.name, account, support: config.supportEmail });
}
