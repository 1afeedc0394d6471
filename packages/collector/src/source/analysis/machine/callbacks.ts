import { reachedBy, under } from "./control.ts";
import type { Machine, NativeArguments } from "./machine.ts";
import { deepTaint } from "./memory.ts";
import { type ClosureObj, open, response } from "./objects.ts";
import { givenArguments, isToldFirst, thrownArguments } from "./presence.ts";
import { CAUGHT, CONTENT, has, NEEDS, SAID, STATUS, type Taint, TOUCHED, TRIED } from "./taint.ts";
import { exactText, join, NOTHING, of, type Value } from "./value.ts";

/** `http.get(url, (res) => …)`: the callback is given the answer, whose body is still to come. */
const HTTP = /^(?:node:)?https?#(?:get|request)$/;

/** Functions in a value, and in the fields of a plain object. */
export function callbacksIn(value: Value): ClosureObj[] {
  const found: ClosureObj[] = [];
  for (const ref of value.refs) {
    if (ref.kind === "closure") found.push(ref);
    if (ref.kind === "record" && ref.shape === "closed")
      for (const { value: inner } of ref.fields.values())
        for (const part of inner.refs) if (part.kind === "closure") found.push(part);
  }
  return found;
}

/** Calls a function that was handed to code which is not followed; `origin` is the import that code came from. */
export function recall(
  machine: Machine,
  callback: ClosureObj,
  call: NativeArguments,
  taint: Taint,
  origin: string = "",
): Value {
  const { watch } = machine;
  const own = watch.answering && !watch.inSite;
  const owed = own ? taint | CONTENT : taint;
  const { activation } = call.context;
  const outer = activation.flow;
  const { inSite } = watch;
  watch.inSite = false;
  // What A's own call hands over, it hands over once it is answered.
  if (own && call.node === watch.question?.fromSite) activation.flow = { ...outer, wait: "settled" };
  try {
    return recalled(machine, callback, call, {
      taint: owed,
      isHttp: HTTP.test(origin),
      given: givenTo(callback, owed),
    });
  } finally {
    watch.inSite = inSite;
    activation.flow = outer;
  }
}

/**
 * Calls a function that something outside was handed earlier, and may run whenever it is asked: with what it is asked, or
 * with something of its own. Where the function leaves for reasons of the protocol (an answer that says `error`), it does
 * so as a part of a client. What it puts into what it was given may lie anywhere in what the thing answers.
 */
export function recallLater(
  machine: Machine,
  callback: ClosureObj,
  call: NativeArguments,
  { owed, shared }: { readonly owed: Taint; readonly shared: Value },
): Value {
  const { watch } = machine;
  const own = watch.answering;
  const taint = own ? owed | CONTENT : owed;
  const { activation } = call.context;
  const { node, file } = callback;
  const isSite = own && call.node === watch.question?.fromSite;
  const flow = isSite ? { ...activation.flow, wait: "settled" as const } : { ...activation.flow };
  const client = { node, file, generic: true, clean: true };
  const context = { ...call.context, activation: { ...activation, flow, client } };
  const given = givenTo(callback, taint);
  const told = { taint, isHttp: false, given: given.map((value) => join(value, shared)) };
  const answer = recalled(machine, callback, { ...call, context }, told);
  const kept = answer.refs.filter((ref) => !given.some(({ refs }) => refs.includes(ref)));
  return { taint: given.reduce((all, value) => all | deepTaint(value), answer.taint), refs: kept };
}

function givenTo({ node }: ClosureObj, taint: Taint): Value[] {
  return node.params.map((_param, index) => of(open(`callback.${index}`, taint), taint));
}

/** Node's convention: `(err, value) => …` is told either of an error, or of a value and no error. */
function recalled(
  machine: Machine,
  callback: ClosureObj,
  call: NativeArguments,
  { taint, isHttp, given }: { readonly taint: Taint; readonly isHttp: boolean; readonly given: readonly Value[] },
): Value {
  const self = of(open("this"));
  const own = has(taint, SAID) && machine.watch.answering;
  const outside = taint & ~TOUCHED;
  if (!isToldFirst(callback.node)) {
    if (!isHttp) return machine.invoke(callback, { self, args: given, context: under(call.context, outside) });
    const answer = of(response(taint, own ? (taint & ~NEEDS) | STATUS : taint, false));
    return machine.invoke(callback, { self, args: [answer], context: call.context });
  }
  const [thrown = NOTHING, ...values] = given;
  const rest = outside & ~SAID;
  const failed = machine.invoke(callback, {
    self,
    args: thrownArguments(thrown),
    context: reachedBy(call.context, own ? rest | CAUGHT : outside),
  });
  if (isErrorListener(call)) return failed;
  const worked = reachedBy(call.context, own ? rest | TRIED : outside);
  return join(failed, machine.invoke(callback, { self, args: givenArguments(values), context: worked }));
}

/** `stream.on("error", done)` */
function isErrorListener({ args: [event], node }: NativeArguments): boolean {
  if (event === undefined || exactText(event) !== "error" || node.type !== "CallExpression") return false;
  return node.callee.type === "MemberExpression";
}
