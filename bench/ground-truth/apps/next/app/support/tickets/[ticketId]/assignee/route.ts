import { type NextRequest, NextResponse } from "next/server";
import { http, respond } from "@/lib/support/result";

type Context = { params: Promise<{ ticketId: string }> };

async function can(user: string, action: string): Promise<boolean> {
  const granted = await http.get<{ can: string[] }>(`/permissions/${user}`);
  return granted.ok && granted.value.can.includes(action);
}

async function locked<T>(ticketId: string, work: () => Promise<T>): Promise<T | null> {
  const lock = await http.put<{ locked: boolean }>(`/tickets/${ticketId}/lock`);
  if (!lock.ok || !lock.value.locked) return null;
  try {
    return await work();
  } finally {
    await http.del(`/tickets/${ticketId}/lock`);
  }
}

export async function PUT(request: NextRequest, { params }: Context) {
  const { ticketId } = await params;
  const user = request.headers.get("x-user-id") ?? "";
  const { assignee } = (await request.json()) as { assignee: string };

  if (!(await can(user, "ticket:assign"))) return NextResponse.json({ error: "forbidden" }, { status: 403 });

  const result = await locked(ticketId, () => http.put(`/tickets/${ticketId}/assignee`, { assignee }));
  return result === null ? NextResponse.json({ error: "locked" }, { status: 409 }) : respond(result);
}
