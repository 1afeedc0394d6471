/** Fetches the pages on the way from the first one to a line of code, before somebody walks it. */
export function prepareViews(): void {
  const idle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 500));
  // Whatever goes wrong here goes wrong again, and is told, when the page is asked for.
  idle(() => void Promise.allSettled([import("./RoutePage.svelte"), import("./FindingPage.svelte")]));
}
