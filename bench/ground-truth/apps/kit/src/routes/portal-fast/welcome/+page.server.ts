import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = ({ locals }) => ({
  title: locals.tenant!.name,
  accent: locals.tenant!.accent,
  greeting: locals.viewer ? `Good to see you, ${locals.viewer.displayName}` : "Welcome",
  modules: Object.keys(locals.flags ?? {}).filter((name) => locals.flags?.[name]),
});
