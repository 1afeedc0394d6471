/** How a function of the agent is called that stays in the stack of the app's own code. */
export const OWN_NAME = "weirOwnFrame";

/** Names it so that stacks tell it, in a bundle too: the runtime prints what a function is named at that moment. */
export function ownNamed<Callable extends (...args: never[]) => unknown>(callable: Callable): Callable {
  return Object.defineProperty(callable, "name", { value: OWN_NAME, configurable: true });
}
