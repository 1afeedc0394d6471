import { call } from "./gateway";

export interface PageContext {
  readonly tenantId: string;
  readonly userId: string;
  tenant?: { name: string };
  user?: { id: string; basket: string };
  basket?: { lines: number };
}

export type Step = (context: PageContext) => Promise<void>;

export const loadTenant: Step = async (context) => {
  context.tenant = await call(`/pipeline/tenants/${context.tenantId}`);
};

export const loadUser: Step = async (context) => {
  context.user = await call(`/pipeline/users/${context.userId}`);
};

export const loadBasket: Step = async (context) => {
  context.basket = await call(`/pipeline/baskets/${context.user!.basket}`);
};

export async function runSteps(context: PageContext, steps: readonly Step[]): Promise<PageContext> {
  for (const step of steps) await step(context);
  return context;
}

export const together =
  (...steps: readonly Step[]): Step =>
  async (context) => {
    await Promise.all(steps.map((step) => step(context)));
  };

export const inOrder =
  (...steps: readonly Step[]): Step =>
  async (context) => {
    await runSteps(context, steps);
  };
