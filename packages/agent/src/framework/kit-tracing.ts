import { firstInstall } from "../state.ts";

/**
 * SvelteKit 3 makes its spans only when `tracing.server` is on, which an app that has just added
 * `instrumentation.server.ts` has not written anywhere. The framework's own switch works at run time too, wherever this
 * package and the framework's runtime are the same module: in development, and in builds that bundle both. Elsewhere,
 * and in SvelteKit 2, nothing happens and the agent's own SERVER spans are the roots.
 */
export async function switchOnKitTracing(): Promise<void> {
  if (!firstInstall("kit-tracing")) return;
  const runtime = await import("@sveltejs/kit/internal/server").catch(() => undefined);
  runtime?.init_tracing?.(import("@opentelemetry/api"));
}
