import { MentionsPanel, TasksPanel, WidgetPanel } from "@/components/content/panels";
import { loadMentions, loadPreferences, loadTasks } from "@/lib/content/dashboard";

export default async function DashboardTwinPage({ params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const tasks = loadTasks(userId);
  const mentions = loadMentions(userId);
  void Promise.allSettled([tasks, mentions]);
  const preferences = await loadPreferences(userId);

  return (
    <main className={preferences.density}>
      <TasksPanel tasks={() => tasks} />
      <MentionsPanel mentions={() => mentions} />
      <WidgetPanel set={preferences.widgetSet} />
    </main>
  );
}
