import { getJson } from "./http.ts";

export interface Profile {
  name: string;
  tier: string;
}

export interface Order {
  number: string;
  total: number;
}

/** Everything the shop knows of a customer. */
export class CustomerService {
  readonly #customerId: string;

  constructor(customerId: string) {
    this.#customerId = customerId;
  }

  profile(): Promise<Profile> {
    return getJson(`/customers/${this.#customerId}`);
  }

  async recentOrders(): Promise<Order[]> {
    const { orders } = await getJson<{ orders: Order[] }>(`/customers/${this.#customerId}/orders?limit=5`);
    return orders.toSorted((a, b) => b.total - a.total);
  }

  recommendations(): Promise<string[]> {
    return getJson(`/recommendations/${this.#customerId}`);
  }
}
