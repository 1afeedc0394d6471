import { cache } from "react";

const read = async <T>(path: string): Promise<T> => {
  const response = await fetch(`${process.env.UPSTREAM_URL}${path}`, { cache: "no-store" });
  if (!response.ok) throw new Error(`insights ${path} ${response.status}`);
  return (await response.json()) as T;
};

export const summaryOf = cache((userId: string) =>
  read<{ visits: number; updated: string }>(`/metrics/${userId}/summary`),
);
export const trendOf = cache((userId: string) => read<{ points: number[] }>(`/metrics/${userId}/trend`));
export const glossary = cache(() => read<{ terms: Record<string, string> }>("/glossary"));

/** Starts what the panels below will ask for. */
export function preload(userId: string): void {
  void Promise.allSettled([summaryOf(userId), trendOf(userId), glossary()]);
}

export const todosOf = (userId: string) => read<{ id: number; title: string }[]>(`/todos/${userId}`);

export async function addTodo(userId: string, title: string): Promise<void> {
  await fetch(`${process.env.UPSTREAM_URL}/todos/${userId}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ title }),
  });
}

export const bucketOf = (userId: string) => read<{ bucket: "a" | "b" }>(`/experiments/${userId}`);
export const layoutNamed = (name: string) => read<{ columns: number }>(`/layouts/${name}`);

export const probe = <T>(userId: string, part: string, query = "") => read<T>(`/probe/${userId}/${part}${query}`);

export const cardOf = (userId: string) => read<{ user: string; tenant: string }>(`/profile-cards/${userId}`);
export const limitsOf = (tenant: string) => read<{ tenant: string; seats: number }>(`/tenant-limits/${tenant}`);
