import { attachTenant, compose, requireSession } from "@/lib/platform/compose";
import { call } from "@/lib/platform/gateway";

export const GET = compose(
  requireSession,
  attachTenant,
)(async (_request, { user, tenant }) => {
  const tasks = await call<{ id: number }[]>(`/compose/tasks/${user}`);
  return Response.json({ locale: tenant?.locale, tasks: tasks.map(({ id }) => id) });
});
