import { compose, requireSession } from "@/lib/platform/compose";
import { call } from "@/lib/platform/gateway";

export const GET = compose(requireSession)(async (request, { user }) => {
  const [tenant, tasks] = await Promise.all([
    call<{ locale: string }>(`/compose/tenants/${request.headers.get("x-tenant") ?? "acme"}`),
    call<{ id: number }[]>(`/compose/tasks/${user}`),
  ]);
  return Response.json({ locale: tenant.locale, tasks: tasks.map(({ id }) => id) });
});
