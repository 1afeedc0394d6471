import { Panel } from "@/components/dashboard/cards";
import { DashboardFrame } from "@/components/dashboard/dashboard-frame";
import { fetchPrice, type Price } from "@/lib/catalog";
import { WATCHED_SKUS } from "@/lib/watched-skus";

export default async function BatchingDashboardPage() {
  const prices: Price[] = [];
  for (const sku of WATCHED_SKUS) {
    const price = await fetchPrice(sku);
    prices.push(price);
  }

  return (
    <DashboardFrame title="Watched prices" about="One request per product, in turn." requests={WATCHED_SKUS.length}>
      {prices.map(({ sku, amount, currency }) => (
        <Panel key={sku} title={sku}>
          {amount} {currency}
        </Panel>
      ))}
    </DashboardFrame>
  );
}
