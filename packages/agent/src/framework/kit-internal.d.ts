/** The part of SvelteKit's runtime that `kit-tracing.ts` uses; it has no public types. */
declare module "@sveltejs/kit/internal/server" {
  /** SvelteKit 3 only. */
  export const init_tracing: ((api: Promise<unknown>) => void) | undefined;
}
