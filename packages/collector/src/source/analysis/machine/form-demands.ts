import { isForm } from "../packages/value-packages.ts";
import { externalsOf, type ExternalObj } from "./objects.ts";
import { isOutcome } from "./protocol-test.ts";
import { has, SAID } from "./taint.ts";
import type { Value } from "./value.ts";

/** What a described form demands of a value besides being of that form. */
interface Demand {
  /** It has to be this one value. */
  readonly one: boolean;
  /** It describes an object. */
  readonly whole: boolean;
  /** It has to keep a rule of its own. */
  readonly rule: boolean;
  /** What is said in it decides: a member has to be one value, or the whole has to keep a rule. */
  readonly decides: boolean;
}

const NONE: Demand = { one: false, whole: false, rule: false, decides: false };
const demands = new WeakMap<ExternalObj, Demand>();

/** Members by which an answer says what kind of answer it is. */
const TAG = /^[_$]*(?:type(?:name)?|kind|tag|object|version|format|jsonrpc|schema|event|model|resource|v)$/i;
const OBJECT = /(?:^|\.)(?:object|strictObject|looseObject|interface|extend|safeExtend)$/;
const RULE = /(?:^|\.)(?:refine|superRefine|check|rawCheck|test|narrow)$/;
/** One of several: what is told apart by it is what kind of answer it is. */
const ONE_OF = /(?:^|\.)(?:union|or|xor|discriminatedUnion|variant|alternatives|catch|fallback)$/;

/** Notes what a form demands that was put together of others: `name` is the way from the package. */
export function noteDemand(made: ExternalObj, name: string, self: Value, args: readonly Value[]): void {
  demands.set(made, demandOf(name, self, args));
}

function demandOf(name: string, self: Value, args: readonly Value[]): Demand {
  const [told] = args;
  if (ONE_OF.test(name)) return NONE;
  if (/(?:^|\.)literal$/.test(name)) return { ...NONE, one: told !== undefined && told.refs.length === 0 };
  const parts = [self, ...args].flatMap(formsIn).flatMap((ref) => demands.get(ref) ?? []);
  const decides = parts.some((part) => part.decides);
  if (OBJECT.test(name)) return { ...NONE, whole: true, decides: decides || args.some(hasOneIn) };
  const whole = parts.some((part) => part.whole);
  const rule = RULE.test(name) || parts.some((part) => part.rule);
  return { one: parts.some((part) => part.one), whole, rule, decides: decides || (whole && rule) };
}

/** `{ role: z.literal("admin") }`, unless the member only says what kind of answer it is, or that it is one. */
function hasOneIn({ refs }: Value): boolean {
  return refs.some((ref) =>
    [...ref.fields].some(
      ([key, { value }]) =>
        !TAG.test(key) && !isOutcome(key) && externalsOf(value).some((part) => demands.get(part)?.one === true),
    ),
  );
}

/**
 * May a value be refused by one of these forms for what A said? Where the form itself is made of that, or demands of A's
 * answer more than to be an answer of its kind.
 */
export function decidesBySaid(values: readonly Value[]): boolean {
  return values.flatMap(formsIn).some((ref) => has(ref.taint, SAID) || demands.get(ref)?.decides === true);
}

/** Forms a value may be, and those in the members of an object of them. */
function formsIn(value: Value): readonly ExternalObj[] {
  const members = value.refs.flatMap((ref) => (ref.kind === "record" ? [...ref.fields.values()] : []));
  return [value, ...members.map((cell) => cell.value)].flatMap(externalsOf).filter(({ root }) => isForm(root.name));
}
