"use server";

import { fetchAccount } from "@/lib/account";
import type { AccountSummary } from "@/lib/account-summary";
import { auth } from "@/lib/auth";
import { fetchConfig } from "@/lib/config";

export async function loadAccountEarly(): Promise<AccountSummary> {
  const sessionPromise = auth();
  const configPromise = fetchConfig();
  configPromise.catch(() => {});

  const session = await sessionPromise;
  const account = await fetchAccount(session.user.id);
  const config = await configPromise;

  return { name: session.user.name, balance: account.balance, support: config.supportEmail };
}
