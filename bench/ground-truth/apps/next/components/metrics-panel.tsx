import { glossary, summaryOf, trendOf } from "@/lib/insights/metrics";

export async function MetricsPanel({ userId }: { userId: string }) {
  const summary = await summaryOf(userId);
  const trend = await trendOf(userId);
  const { terms } = await glossary();
  return (
    <section>
      <h2 title={terms["visits"]}>{summary.visits} visits</h2>
      <p>{trend.points.join(" / ")}</p>
    </section>
  );
}
