import { NotificationsCard, Panel, SessionCard, StatsCard } from "@/components/dashboard/cards";
import { DashboardFrame } from "@/components/dashboard/dashboard-frame";
import { getDashboardSession, getNotifications, getStats, getStoreTargets } from "@/lib/dashboard";

/** The targets belong to the session's store, so they wait for the session; the rest does not. */
export default async function PartialDashboardPage() {
  const [{ session, targets }, stats, notifications] = await Promise.all([
    sessionWithTargets(),
    getStats(),
    getNotifications(),
  ]);

  return (
    <DashboardFrame title="True dependencies" about="What needs the session waits for it, the rest runs." requests={4}>
      <SessionCard session={session} />
      <Panel title="Target">{targets.target}</Panel>
      <StatsCard stats={stats} />
      <NotificationsCard unread={notifications.unread} />
    </DashboardFrame>
  );
}

async function sessionWithTargets() {
  const session = await getDashboardSession();
  const targets = await getStoreTargets(session.storeId);
  return { session, targets };
}
