import { Suspense } from "react";
import { MetricsPanel } from "@/components/metrics-panel";
import { preload } from "@/lib/insights/metrics";

export default async function MetricsTwinPage({ params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  preload(userId);
  return (
    <main>
      <h1>Metrics</h1>
      <Suspense fallback={<p>Loading…</p>}>
        <MetricsPanel userId={userId} />
      </Suspense>
    </main>
  );
}
