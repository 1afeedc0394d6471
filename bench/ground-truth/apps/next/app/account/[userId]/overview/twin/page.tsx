import { Overview } from "@/components/overview";
import { getAnnouncements, getProfile, listRecentOrders } from "@/lib/api";

export default async function OverviewTwinPage({ params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const [profile, orders, announcements] = await Promise.all([
    getProfile(userId),
    listRecentOrders(userId, 5),
    getAnnouncements(),
  ]);

  return <Overview profile={profile} orders={orders} announcements={announcements} />;
}
