export type OwnerKind =
  | "request"
  | "middleware"
  | "hook"
  | "load"
  | "endpoint"
  | "action"
  | "render"
  | "metadata"
  | "remote";

/** The nearest framework span around a call: which part of the user's program made it. */
export interface Owner {
  readonly kind: OwnerKind;
  /** What the framework calls it: a handler's name, a load's file, a route. */
  readonly name: string;
  readonly spanId: string;
}
