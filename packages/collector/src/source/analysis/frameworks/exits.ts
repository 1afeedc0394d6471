import { controlOf, thrownFrom } from "../machine/control.ts";
import { native, type NativeObj } from "../machine/objects.ts";
import { namesFailure, namesReason } from "../machine/exits.ts";
import { guardTaint } from "../machine/taint.ts";
import { NOTHING } from "../machine/value.ts";

/** `redirect(…)`, `notFound()`, `error(502, …)`: ends the request from wherever it is called. */
export function leaving(name: string): NativeObj {
  return native(name, (_machine, { context, node }) => {
    const { activation } = context;
    const control = controlOf(context);
    const failure = name === "error" && node.type === "CallExpression" && namesFailure(node) && !namesReason(node);
    activation.exits.throws |= failure ? thrownFrom(context, node) : guardTaint(control);
    activation.flow = { ...activation.flow, dead: true };
    return NOTHING;
  });
}
