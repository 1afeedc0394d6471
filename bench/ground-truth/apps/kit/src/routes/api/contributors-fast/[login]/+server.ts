import { json } from "@sveltejs/kit";
import { accountOf, repositoriesOf, trending } from "#lib/server/contributors.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params }) => {
  const [[account, repositories], others] = await Promise.all([
    accountOf(params.login).then(async (account) => [account, await repositoriesOf(account.nodeId)] as const),
    trending(),
  ]);
  return json({ name: account.displayName, repositories, others });
};
