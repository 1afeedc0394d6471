import { Overview } from "@/components/overview";
import { getAnnouncements, getProfile, listRecentOrders } from "@/lib/api";

export default async function OverviewPage({ params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const profile = await getProfile(userId);
  const orders = await listRecentOrders(userId, 5);
  const announcements = await getAnnouncements();

  return <Overview profile={profile} orders={orders} announcements={announcements} />;
}
