import { DashboardFrame } from "@/components/dashboard/dashboard-frame";
import { PriceTag } from "@/components/dashboard/price-tag";
import { WATCHED_SKUS } from "@/lib/watched-skus";

export default function BatchingLoaderPage() {
  return (
    <DashboardFrame
      title="Watched prices"
      about="Each product asks for its own price; one request goes out."
      requests={1}
    >
      {WATCHED_SKUS.map((sku) => (
        <PriceTag key={sku} sku={sku} />
      ))}
    </DashboardFrame>
  );
}
