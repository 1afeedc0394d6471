import { FeatureGate } from "@/components/content/feature-gate";
import { getForecast } from "@/lib/content/cms";

async function Forecast({ tenant }: { tenant: string }) {
  const { next } = await getForecast(tenant);
  return <p>Next quarter: {next}</p>;
}

export default async function LabsPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  return (
    <main>
      <h1>Labs</h1>
      <FeatureGate tenant={tenant} flag="forecast">
        <Forecast tenant={tenant} />
      </FeatureGate>
    </main>
  );
}
