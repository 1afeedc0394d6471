import { type Task, loadWidget } from "@/lib/content/dashboard";

export async function TasksPanel({ tasks }: { tasks: () => Promise<Task[]> }) {
  const list = await tasks();
  return (
    <ul>
      {list.map((task) => (
        <li key={task.id}>{task.title}</li>
      ))}
    </ul>
  );
}

export async function MentionsPanel({ mentions }: { mentions: () => Promise<{ unread: number }> }) {
  const { unread } = await mentions();
  return <p>{unread} unread</p>;
}

export async function WidgetPanel({ set }: { set: string }) {
  const widget = await loadWidget(set);
  return (
    <p>
      {widget.set}: {widget.value}
    </p>
  );
}
