import { FeedCard } from "@/components/dashboard/cards";
import { DashboardFrame } from "@/components/dashboard/dashboard-frame";
import { SourceSlider } from "@/components/dashboard/source-slider";
import { getFeed } from "@/lib/dashboard";
import { FEED_NAMES } from "@/lib/feed-names";

export default async function SourcesDashboardPage({ searchParams }: { searchParams: Promise<{ count?: string }> }) {
  const { count } = await searchParams;
  const wanted = Math.min(Math.max(Number.parseInt(count ?? "10", 10) || 10, 1), FEED_NAMES.length);
  const feeds = await Promise.all(FEED_NAMES.slice(0, wanted).map((name) => getFeed(name)));

  return (
    <DashboardFrame title="Sources" about="However many there are, the slowest sets the time." requests={wanted}>
      <SourceSlider count={wanted} most={FEED_NAMES.length} />
      {feeds.map((feed) => (
        <FeedCard key={feed.name} {...feed} />
      ))}
    </DashboardFrame>
  );
}
