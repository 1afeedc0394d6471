import { Suspense, type ReactNode } from "react";
import { DashboardFrame } from "@/components/dashboard/dashboard-frame";
import { OwnNotifications, OwnOrders, OwnSession, OwnStats, PageTitle } from "@/components/dashboard/source-panels";

export default function StreamingDashboardPage() {
  return (
    <DashboardFrame title="Streaming" about="The shell at once, each panel as soon as its source answers." requests={5}>
      <Later>
        <PageTitle />
      </Later>
      <Later>
        <OwnSession />
      </Later>
      <Later>
        <OwnStats />
      </Later>
      <Later>
        <OwnOrders />
      </Later>
      <Later>
        <OwnNotifications />
      </Later>
    </DashboardFrame>
  );
}

function Later({ children }: { children: ReactNode }) {
  return <Suspense fallback={<section className="panel quiet">Loading</section>}>{children}</Suspense>;
}
