import { CustomerService } from "#lib/server/customers.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params, setHeaders, depends }) => {
  depends("app:account");
  const customer = new CustomerService(params.id);

  const profile = await customer.profile();
  const orders = await customer.recentOrders();
  const recommendations = await customer.recommendations();

  setHeaders({ "cache-control": "private, no-store" });
  return { profile, orders, recommendations };
};
