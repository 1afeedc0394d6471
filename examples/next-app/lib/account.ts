import { getJson } from "./api-client";

export interface Account {
  user: string;
  balance: number;
  loyalty: number;
}

export function fetchAccount(userId: string): Promise<Account> {
  return getJson<Account>(`/accounts/${userId}`);
}

export interface Address {
  zip: string;
  city: string;
}

export function fetchAddress(userId: string): Promise<Address> {
  return getJson<Address>(`/addresses/${userId}`);
}
