import { Suspense } from "react";
import { MetricsPanel } from "@/components/metrics-panel";

export default async function MetricsPage({ params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  return (
    <main>
      <h1>Metrics</h1>
      <Suspense fallback={<p>Loading…</p>}>
        <MetricsPanel userId={userId} />
      </Suspense>
    </main>
  );
}
