import type { PlanCatalog, SubscriptionRepository, UsageRepository } from "./repositories";

export interface BillingSummary {
  requests: number;
  seats: number;
  monthlyCents: number;
}

export class BillingSummaryService {
  constructor(
    private readonly usage: UsageRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly plans: PlanCatalog,
  ) {}

  async summarise(userId: string): Promise<BillingSummary> {
    const usage = await this.usage.forUser(userId);
    const subscription = await this.subscriptions.findByUser(userId);
    const price = await this.plans.price(subscription.planCode);
    return { requests: usage.requests, seats: subscription.seats, monthlyCents: price.cents * subscription.seats };
  }

  async summariseTogether(userId: string): Promise<BillingSummary> {
    const [usage, { seats, cents }] = await Promise.all([this.usage.forUser(userId), this.seatsAndPrice(userId)]);
    return { requests: usage.requests, seats, monthlyCents: cents * seats };
  }

  private async seatsAndPrice(userId: string) {
    const { seats, planCode } = await this.subscriptions.findByUser(userId);
    const { cents } = await this.plans.price(planCode);
    return { seats, cents };
  }
}
