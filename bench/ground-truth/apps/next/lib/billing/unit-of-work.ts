import { request } from "@/lib/api";

/** Statements of one transaction of the ledger service; nothing counts until `commit`. */
export class UnitOfWork {
  private constructor(private readonly id: string) {}

  static async begin(): Promise<UnitOfWork> {
    const { tx } = await request<{ tx: string }>("/billing/tx", {
      method: "POST",
      body: { isolation: "serializable" },
    });
    return new UnitOfWork(tx);
  }

  async debit(account: string, cents: number): Promise<void> {
    await request(`/billing/tx/${this.id}/debit`, { method: "POST", body: { account, cents } });
  }

  async credit(account: string, cents: number): Promise<void> {
    await request(`/billing/tx/${this.id}/credit`, { method: "POST", body: { account, cents } });
  }

  async commit(): Promise<string> {
    const { committed } = await request<{ committed: string }>(`/billing/tx/${this.id}/commit`, { method: "POST" });
    return committed;
  }
}
