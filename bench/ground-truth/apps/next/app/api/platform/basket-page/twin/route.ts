import type { NextRequest } from "next/server";
import { inOrder, loadBasket, loadTenant, loadUser, runSteps, together } from "@/lib/platform/pipeline";

export async function GET(request: NextRequest) {
  const context = await runSteps(
    { tenantId: request.headers.get("x-tenant") ?? "acme", userId: request.headers.get("x-user-id") ?? "" },
    [together(loadTenant, inOrder(loadUser, loadBasket))],
  );
  return Response.json({ shop: context.tenant?.name, user: context.user?.id, lines: context.basket?.lines });
}
