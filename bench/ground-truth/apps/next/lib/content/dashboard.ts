async function read<T>(path: string): Promise<T> {
  const answer = await fetch(process.env.UPSTREAM_URL + path, { cache: "no-store" });
  if (!answer.ok) throw new Error(`dashboard: ${answer.status}`);
  return (await answer.json()) as T;
}

export interface Preferences {
  density: string;
  widgetSet: string;
}

export type Task = { id: number; title: string };
export type Widget = { set: string; value: number };

export const loadPreferences = (userId: string) => read<Preferences>(`/dash/preferences/${userId}`);
export const loadTasks = (userId: string) => read<Task[]>(`/dash/tasks/${userId}`);
export const loadMentions = (userId: string) => read<{ unread: number }>(`/dash/mentions/${userId}`);
export const loadWidget = (set: string) => read<Widget>(`/dash/widgets/${set}`);
