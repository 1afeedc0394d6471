import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const page = (imports: string, body: string): string => `import { getUser, getCatalog } from "@/lib/api";
${imports}
export default async function Page({ params }) {
  const { id } = await params;
  const user = await /*A*/ getUser(id);
  ${body}
}`;

describe("packages that turn values into values", () => {
  related({
    "dates told for people": {
      expected: "independent",
      code: page(
        `import { formatDistanceToNow, subDays } from "date-fns"; import dayjs from "dayjs"; import relativeTime from "dayjs/plugin/relativeTime"; dayjs.extend(relativeTime);`,
        `const since = formatDistanceToNow(subDays(new Date(user.since), 3)) + dayjs(user.seen).fromNow(); const all = await /*B*/ getCatalog(); return <p>{since}{all.length}</p>;`,
      ),
    },
    "money counted": {
      expected: "independent",
      code: page(
        `import Decimal from "decimal.js";`,
        `const net = new Decimal(user.total).div(1.19).toFixed(2); const all = await /*B*/ getCatalog(); return <p>{net}{all.length}</p>;`,
      ),
    },
    "a day made of the answer is asked for": {
      expected: "data",
      code: page(
        `import { startOfDay } from "date-fns";`,
        `const day = startOfDay(new Date(user.since)); const all = await /*B*/ fetch("/days/" + day.toISOString()); return <p>{all.status}</p>;`,
      ),
    },
    "whether a day has passed decides": {
      expected: "needed",
      code: page(
        `import { isPast } from "date-fns";`,
        `if (isPast(new Date(user.until))) return null; const all = await /*B*/ getCatalog(); return <p>{all.length}</p>;`,
      ),
    },
    "a date that changes in place": {
      expected: "needed",
      code: page(
        `import moment from "moment";`,
        `const day = moment(); day.set("year", user.year); const all = await /*B*/ fetch("/days/" + day.format()); return <p>{all.status}</p>;`,
      ),
    },
  });
});

const again = (then: string, given = "sku"): string => `import pRetry from "p-retry";
const patient = (ask) => (...args) => pRetry(() => /*AB1*/ ask(...args), { retries: 2 });
const price = patient((sku) => /*A*/ fetch("/prices/" + sku).then((r) => r.json()));
const stock = patient((sku) => /*B*/ fetch("/stock/" + sku).then((r) => r.json()));
export async function GET({ sku }) { const a = await /*A2*/ price(sku); ${then} const b = await /*B2*/ stock(${given}); return [a, b]; }`;

describe("packages that call again what failed", () => {
  related({
    "without need": { expected: "independent", code: again("") },
    "for what was answered": { expected: "data", code: again("", "a.sku") },
    "if the answer says so": { expected: "guard", code: again("if (!a.listed) return null;") },
  });
});
