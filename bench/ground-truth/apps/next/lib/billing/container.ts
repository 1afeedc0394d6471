import { BillingSummaryService } from "./billing-summary-service";
import { PlanCatalog, SubscriptionRepository, UsageRepository } from "./repositories";

interface Registry {
  usage: UsageRepository;
  subscriptions: SubscriptionRepository;
  plans: PlanCatalog;
  summary: BillingSummaryService;
}

type Factories = { [Key in keyof Registry]: (container: Container) => Registry[Key] };

class Container {
  private readonly made: Partial<Registry> = {};

  constructor(private readonly factories: Factories) {}

  resolve<Key extends keyof Registry>(key: Key): Registry[Key] {
    const known: Registry[Key] | undefined = this.made[key];
    if (known !== undefined) return known;
    const fresh = this.factories[key](this);
    this.made[key] = fresh;
    return fresh;
  }
}

export const container = new Container({
  usage: () => new UsageRepository(),
  subscriptions: () => new SubscriptionRepository(),
  plans: () => new PlanCatalog(),
  summary: (c) => new BillingSummaryService(c.resolve("usage"), c.resolve("subscriptions"), c.resolve("plans")),
});
