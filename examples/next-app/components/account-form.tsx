"use client";

import { useActionState } from "react";
import type { AccountSummary } from "@/lib/account-summary";

export function AccountForm({ action }: { action: () => Promise<AccountSummary> }) {
  const [summary, load, pending] = useActionState<AccountSummary | null>(action, null);
  return (
    <form action={load} className="panel">
      <button disabled={pending}>{pending ? "Loading" : "Load my account"}</button>
      {summary && (
        <span>
          {summary.name}: balance {summary.balance.toFixed(2)}, questions to {summary.support}
        </span>
      )}
    </form>
  );
}
