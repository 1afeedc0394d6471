import { cookies } from "next/headers";

async function portal<T>(path: string): Promise<T> {
  const sid = (await cookies()).get("sid")?.value ?? "";
  const res = await fetch(`${process.env.UPSTREAM_URL}/portal${path}`, {
    headers: { "x-session": sid },
    cache: "no-store",
  });
  return (await res.json()) as T;
}

export default async function PortalHome() {
  const [tasks, notices] = await Promise.all([portal<{ title: string }[]>("/tasks"), portal<string[]>("/notices")]);
  return (
    <main>
      {tasks.map((task) => (
        <p key={task.title}>{task.title}</p>
      ))}
      {notices.map((notice) => (
        <em key={notice}>{notice}</em>
      ))}
    </main>
  );
}
