import { json } from "@sveltejs/kit";
import { accountOf, repositoriesOf, trending } from "#lib/server/contributors.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params }) => {
  const account = await accountOf(params.login);
  const repositories = await repositoriesOf(account.nodeId);
  const others = await trending();
  return json({ name: account.displayName, repositories, others });
};
