import { NotificationsCard, OrdersCard, SessionCard, StatsCard } from "@/components/dashboard/cards";
import { getDashboardSession, getNotifications, getPageMetadata, getRecentOrders, getStats } from "@/lib/dashboard";

/** One component per source, each asking for itself. */
export async function PageTitle() {
  const page = await getPageMetadata();
  return <h2>{page.title}</h2>;
}

export async function OwnSession() {
  const session = await getDashboardSession();
  return <SessionCard session={session} />;
}

export async function OwnStats() {
  const stats = await getStats();
  return <StatsCard stats={stats} />;
}

export async function OwnOrders() {
  const orders = await getRecentOrders();
  return <OrdersCard orders={orders} />;
}

export async function OwnNotifications() {
  const { unread } = await getNotifications();
  return <NotificationsCard unread={unread} />;
}
