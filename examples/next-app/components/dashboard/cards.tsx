import type { ReactNode } from "react";
import type { DashboardSession, RecentOrder, Stats } from "@/lib/dashboard";

export function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="panel">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function SessionCard({ session }: { session: DashboardSession }) {
  return (
    <Panel title="Signed in">
      {session.name} ({session.role})
    </Panel>
  );
}

export function StatsCard({ stats }: { stats: Stats }) {
  return (
    <Panel title="Today">
      <span className="number">{stats.revenue.toLocaleString("en")}</span> revenue, {stats.products} products
    </Panel>
  );
}

export function OrdersCard({ orders }: { orders: RecentOrder[] }) {
  return (
    <Panel title="Recent orders">
      <ul>
        {orders.map(({ id, total }) => (
          <li key={id}>
            {id}: {total}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function NotificationsCard({ unread }: { unread: number }) {
  return <Panel title="Notifications">{unread === 0 ? "Nothing new" : `${unread} unread`}</Panel>;
}

export function FeedCard({ name, value }: { name: string; value: number }) {
  return (
    <Panel title={name}>
      <span className="number">{value.toLocaleString("en")}</span>
    </Panel>
  );
}

export function MissingCard({ title, why }: { title: string; why: string }) {
  return (
    <Panel title={title}>
      <span className="bad">{why}</span>
    </Panel>
  );
}
