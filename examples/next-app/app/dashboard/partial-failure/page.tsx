import { MissingCard, OrdersCard, SessionCard, StatsCard } from "@/components/dashboard/cards";
import { DashboardFrame } from "@/components/dashboard/dashboard-frame";
import { getDashboardSession, getFeed, getRecentOrders, getStats } from "@/lib/dashboard";

/** The predictions feed does not exist upstream; the page shows what it has. */
export default async function PartialFailureDashboardPage() {
  const [session, stats, orders, predictions] = await Promise.allSettled([
    getDashboardSession(),
    getStats(),
    getRecentOrders(),
    getFeed("predictions"),
  ]);

  return (
    <DashboardFrame title="One source down" about="Four sources at once; one of them fails." requests={4}>
      {session.status === "fulfilled" && <SessionCard session={session.value} />}
      {stats.status === "fulfilled" && <StatsCard stats={stats.value} />}
      {orders.status === "fulfilled" && <OrdersCard orders={orders.value} />}
      {predictions.status === "rejected" && <MissingCard title="Predictions" why="Not available right now" />}
    </DashboardFrame>
  );
}
