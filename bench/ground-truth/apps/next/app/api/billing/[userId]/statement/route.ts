import { fetchCustomer, fetchLedger, fetchTaxRate, statement } from "@/lib/billing/statements";

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const [customer, ledger] = await Promise.all([fetchCustomer(userId), fetchLedger(userId)]);
  const tax = await fetchTaxRate(customer.country);
  return Response.json(statement(customer, ledger, tax));
}
