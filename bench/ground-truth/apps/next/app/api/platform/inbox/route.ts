import type { NextRequest } from "next/server";
import { call, inShard } from "@/lib/platform/gateway";

const listMessages = () => call<{ subject: string }[]>("/inbox/messages");

export async function GET(request: NextRequest) {
  const tenant = request.headers.get("x-tenant") ?? "acme";
  const { shard } = await call<{ shard: string }>(`/identity/tenants/${tenant}`);
  const messages = await inShard(shard, listMessages);
  return Response.json({ count: messages.length, first: messages[0]?.subject });
}
