import { promisify } from "node:util";
import { crm } from "@/lib/support/crm";

const account = promisify(crm.account);
const contacts = promisify(crm.contacts);
const openTickets = promisify(crm.openTickets);

export async function GET(_req: Request, { params }: { params: Promise<{ accountId: string }> }) {
  const { accountId } = await params;
  const [a, c, t] = await Promise.all([account(accountId), contacts(accountId), openTickets(accountId)]);
  return Response.json({ owner: a!.owner, contacts: c!.map(({ name }) => name), open: t!.open });
}
