export interface AccountSummary {
  name: string;
  balance: number;
  support: string;
}
