import { DashboardFrame } from "@/components/dashboard/dashboard-frame";
import { SessionPanel } from "@/components/dashboard/session-panel";
import { getPageMetadata } from "@/lib/dashboard";

export default async function DashboardPage() {
  const page = await getPageMetadata();

  return (
    <DashboardFrame title={page.title} about="Five sources, each asked when the one before has answered." requests={5}>
      <SessionPanel />
    </DashboardFrame>
  );
}
