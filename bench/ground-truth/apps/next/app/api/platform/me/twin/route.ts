import { call } from "@/lib/platform/gateway";
import { withAuth } from "@/lib/platform/with-auth";

type Settings = { beta: boolean; locale: string };
type Quota = { used: number; of: number };

export const GET = withAuth(async (_request, user) => {
  const [settings, quota] = await Promise.all([
    call<Settings>(`/identity/users/${user.id}/settings`),
    call<Quota>(`/identity/users/${user.id}/quota`),
  ]);
  return Response.json({ name: user.name, locale: settings.locale, free: quota.of - quota.used });
});
