import { NotificationsCard, OrdersCard, SessionCard, StatsCard } from "@/components/dashboard/cards";
import { DashboardFrame } from "@/components/dashboard/dashboard-frame";
import { getDashboardSession, getNotifications, getPageMetadata, getRecentOrders, getStats } from "@/lib/dashboard";

export default async function ParallelDashboardPage() {
  const [page, session, stats, orders, notifications] = await Promise.all([
    getPageMetadata(),
    getDashboardSession(),
    getStats(),
    getRecentOrders(),
    getNotifications(),
  ]);

  return (
    <DashboardFrame title={page.title} about="All five sources asked at once; the slowest sets the time." requests={5}>
      <SessionCard session={session} />
      <StatsCard stats={stats} />
      <OrdersCard orders={orders} />
      <NotificationsCard unread={notifications.unread} />
    </DashboardFrame>
  );
}
