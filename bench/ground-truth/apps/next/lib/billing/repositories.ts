import { request } from "@/lib/api";

export interface Usage {
  userId: string;
  requests: number;
}

export interface Subscription {
  userId: string;
  planCode: string;
  seats: number;
  currency: string;
}

export class UsageRepository {
  forUser(userId: string): Promise<Usage> {
    return request<Usage>(`/billing/usage/${userId}`);
  }
}

export class SubscriptionRepository {
  async findByUser(userId: string): Promise<Subscription> {
    return await request<Subscription>(`/billing/subscriptions/${userId}`);
  }
}

export class PlanCatalog {
  price(code: string): Promise<{ code: string; cents: number }> {
    return request(`/billing/plans/${encodeURIComponent(code)}`);
  }

  benchmarks(limit: number, currency: string): Promise<{ sample: number[]; currency: string }> {
    return request("/billing/benchmarks", { query: { limit, currency } });
  }
}
