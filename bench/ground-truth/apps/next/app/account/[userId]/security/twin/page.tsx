import { redirect } from "next/navigation";
import { Security } from "@/components/security";
import { getAccount, listApiKeys, listSessions } from "@/lib/api";

export default async function SecurityTwinPage({ params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;

  const account = await getAccount(userId);
  if (account.status === "suspended") redirect("/account/suspended");

  const [sessions, keys] = await Promise.all([listSessions(userId), listApiKeys(userId)]);

  return <Security name={account.name} sessions={sessions} keys={keys} />;
}
