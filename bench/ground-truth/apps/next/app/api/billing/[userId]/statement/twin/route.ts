import { fetchCustomer, fetchLedger, fetchTaxRate, statement } from "@/lib/billing/statements";

async function customerWithTax(userId: string) {
  const customer = await fetchCustomer(userId);
  return { customer, tax: await fetchTaxRate(customer.country) };
}

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const [{ customer, tax }, ledger] = await Promise.all([customerWithTax(userId), fetchLedger(userId)]);
  return Response.json(statement(customer, ledger, tax));
}
