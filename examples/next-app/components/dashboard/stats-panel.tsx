import { ActivityPanel } from "@/components/dashboard/activity-panel";
import { StatsCard } from "@/components/dashboard/cards";
import { getStats } from "@/lib/dashboard";

export async function StatsPanel() {
  const stats = await getStats();

  return (
    <>
      <StatsCard stats={stats} />
      <ActivityPanel />
    </>
  );
}
