import { team, viewer } from "@/lib/insights/queries";

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const me = await viewer((await params).userId, "/graphql/viewer");
  if (me.viewer.teamId === null) return Response.json({ name: me.viewer.name, team: null });
  const mine = await team(me.viewer.teamId, "/graphql/team");
  return Response.json({ name: me.viewer.name, team: mine.team.size });
}
