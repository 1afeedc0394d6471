import { describe } from "vitest";
import { related } from "./testing/cases.ts";

/** Two queries, and the component that imports them. */
const PLANNER = `// @file src/routes/planner/planner.remote.ts
import { query } from "$app/server"; import { getUser, getOrders } from "../../lib/api";
export const getShifts = query("unchecked", (week) => /*A*/ getUser(week));
export const getHolidays = query("unchecked", (year) => /*B*/ getOrders(year));
// @file src/routes/planner/+page.svelte
<script lang="ts">
import { getHolidays, getShifts } from "./planner.remote.ts";
`;

describe("remote functions of SvelteKit", () => {
  related({
    "two queries of a component": {
      expected: "independent",
      code: `${PLANNER}let { params } = $props();
const shifts = await getShifts(params.week);
const holidays = await getHolidays(params.week.slice(0, 4));
</script>
<p>{shifts}{holidays}</p>`,
    },
    "two queries of a component that stands on their stacks": {
      expected: "independent",
      code: `${PLANNER}let { params } = $props();
const shifts = await /*A1*/ getShifts(params.week);
const holidays = await /*B1*/ getHolidays(params.week.slice(0, 4));
</script>
<p>{shifts}{holidays}</p>`,
    },
    "two queries of a component that stands on their stacks, fed": {
      expected: "needed",
      code: `${PLANNER}const shifts = await /*A1*/ getShifts("x");
const holidays = await /*B1*/ getHolidays(shifts.year);
</script>`,
    },
    "two queries of a component, fed": {
      expected: "needed",
      code: `${PLANNER}let { params } = $props();
const shifts = await getShifts(params.week);
const holidays = await getHolidays(shifts.year);
</script>`,
    },
    "two queries, fed in another component": {
      expected: "needed",
      code: `${PLANNER}const shifts = await getShifts("x"); const holidays = await getHolidays("y");
</script>
// @file src/routes/other/+page.svelte
<script lang="ts">
import { getHolidays, getShifts } from "../planner/planner.remote.ts";
const shifts = await getShifts("x"); const holidays = await getHolidays(shifts.year);
</script>`,
    },
    "the second query only if the first says so": {
      expected: "needed",
      code: `${PLANNER}const shifts = await getShifts("x"); let holidays = []; if (shifts.open) holidays = await getHolidays("y");
</script>`,
    },
    "the second query in the markup": {
      expected: "needed",
      code: `${PLANNER}const shifts = await getShifts("x");
</script>
{#each shifts as s}{await getHolidays(s.year)}{/each}`,
    },
    "both in script, and again in the markup": {
      expected: "needed",
      code: `${PLANNER}const shifts = await getShifts("x"); const holidays = await getHolidays("y");
</script>
{#each shifts as s}{await getHolidays(s.year)}{/each}`,
    },
    "another component asks for one of them": {
      expected: "needed",
      code: `${PLANNER}const shifts = await getShifts("x"); const holidays = await getHolidays("y");
</script>
// @file src/routes/other/Child.svelte
<script lang="ts">
import { getHolidays } from "../planner/planner.remote.ts";
let { year } = $props(); const holidays = await getHolidays(year);
</script>`,
    },
    "another component imports all of them": {
      expected: "needed",
      code: `${PLANNER}const shifts = await getShifts("x"); const holidays = await getHolidays("y");
</script>
// @file src/routes/other/+page.svelte
<script lang="ts">
import * as planner from "../planner/planner.remote.ts";
const shifts = await planner.getShifts("x"); const holidays = await planner.getHolidays(shifts.year);
</script>`,
    },
  });
});
