import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = ({ locals }) => ({ theme: locals.theme });
