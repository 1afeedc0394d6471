import { SessionCard } from "@/components/dashboard/cards";
import { StatsPanel } from "@/components/dashboard/stats-panel";
import { getDashboardSession } from "@/lib/dashboard";

export async function SessionPanel() {
  const session = await getDashboardSession();

  return (
    <>
      <SessionCard session={session} />
      <StatsPanel />
    </>
  );
}
