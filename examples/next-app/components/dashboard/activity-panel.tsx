import { NotificationsCard, OrdersCard } from "@/components/dashboard/cards";
import { getNotifications, getRecentOrders } from "@/lib/dashboard";

export async function ActivityPanel() {
  const orders = await getRecentOrders();
  const notifications = await getNotifications();

  return (
    <>
      <OrdersCard orders={orders} />
      <NotificationsCard unread={notifications.unread} />
    </>
  );
}
