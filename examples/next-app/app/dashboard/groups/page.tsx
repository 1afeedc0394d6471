import { FeedCard } from "@/components/dashboard/cards";
import { DashboardFrame } from "@/components/dashboard/dashboard-frame";
import { getFeed } from "@/lib/dashboard";

const GROUPS = {
  money: ["revenue", "payouts", "refunds"],
  goods: ["warehouse", "returns", "suppliers"],
  people: ["visitors", "tickets", "staffing"],
};

export default async function GroupsDashboardPage() {
  const [money, goods, people] = await Promise.all([
    feedsOf(GROUPS.money),
    feedsOf(GROUPS.goods),
    feedsOf(GROUPS.people),
  ]);

  return (
    <DashboardFrame title="Groups" about="Three groups at once, three feeds at once in each." requests={9}>
      {[...money, ...goods, ...people].map((feed) => (
        <FeedCard key={feed.name} {...feed} />
      ))}
    </DashboardFrame>
  );
}

function feedsOf(names: string[]) {
  return Promise.all(names.map((name) => getFeed(name)));
}
