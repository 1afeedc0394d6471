import { Panel } from "@/components/dashboard/cards";
import { priceLoader } from "@/lib/price-loader";

export async function PriceTag({ sku }: { sku: string }) {
  const { amount, currency } = await priceLoader().load(sku);
  return (
    <Panel title={sku}>
      {amount} {currency}
    </Panel>
  );
}
