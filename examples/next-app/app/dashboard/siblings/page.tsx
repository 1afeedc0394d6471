import { DashboardFrame } from "@/components/dashboard/dashboard-frame";
import { OwnNotifications, OwnOrders, OwnSession, OwnStats, PageTitle } from "@/components/dashboard/source-panels";

/** Siblings in one parent: React starts them all, none waits for another. */
export default function SiblingsDashboardPage() {
  return (
    <DashboardFrame title="Siblings" about="Five components side by side, each with its own await." requests={5}>
      <PageTitle />
      <OwnSession />
      <OwnStats />
      <OwnOrders />
      <OwnNotifications />
    </DashboardFrame>
  );
}
