import { http, type Result } from "@/lib/support/result";

interface Message {
  id: string;
  text: string;
  parentId: string | null;
}

const MAX_DEPTH = 20;

export async function GET(_req: Request, { params }: { params: Promise<{ messageId: string }> }) {
  let next: string | null = (await params).messageId;
  const thread: string[] = [];

  for (let depth = 0; next !== null && depth < MAX_DEPTH; depth++) {
    const message: Result<Message> = await http.get<Message>(`/messages/${next}`);
    if (!message.ok) break;
    thread.unshift(message.value.text);
    next = message.value.parentId;
  }

  return Response.json({ thread });
}
