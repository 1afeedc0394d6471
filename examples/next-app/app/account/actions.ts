"use server";

import { fetchAccount } from "@/lib/account";
import type { AccountSummary } from "@/lib/account-summary";
import { auth } from "@/lib/auth";
import { fetchConfig } from "@/lib/config";

export async function loadAccount(): Promise<AccountSummary> {
  const session = await auth();
  const config = await fetchConfig();
  const account = await fetchAccount(session.user.id);

  return { name: session.user.name, balance: account.balance, support: config.supportEmail };
}
