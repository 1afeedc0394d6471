import { getAccount, listInvoices } from "@/lib/api";

type Context = { params: Promise<{ userId: string }> };

export async function GET(_request: Request, { params }: Context) {
  const { userId } = await params;
  const account = await getAccount(userId);
  const invoices = await listInvoices(account.id);
  return Response.json({ name: account.name, invoices });
}
