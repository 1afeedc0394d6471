import type { ExampleRoute } from "./manifest/example-route.ts";
import { NEXT_API } from "./manifest/next-api.ts";
import { NEXT_PAGES } from "./manifest/next-pages.ts";
import { SVELTEKIT_ROUTES } from "./manifest/sveltekit-routes.ts";

/** Every route of both examples with what Weir has to say about it: the plan of the traffic and of the tests. */
export const EXAMPLE_ROUTES: readonly ExampleRoute[] = [...NEXT_API, ...NEXT_PAGES, ...SVELTEKIT_ROUTES];
