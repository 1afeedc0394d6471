import { MentionsPanel, TasksPanel, WidgetPanel } from "@/components/content/panels";
import { loadMentions, loadPreferences, loadTasks } from "@/lib/content/dashboard";

export default async function DashboardPage({ params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const preferences = await loadPreferences(userId);

  return (
    <main className={preferences.density}>
      <TasksPanel tasks={() => loadTasks(userId)} />
      <MentionsPanel mentions={() => loadMentions(userId)} />
      <WidgetPanel set={preferences.widgetSet} />
    </main>
  );
}
