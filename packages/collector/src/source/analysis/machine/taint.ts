/**
 * What a value, a place in memory or the control of a statement may owe to the first call (A). A set of bits, joined
 * by `|`: nothing is ever taken away from a place, so every answer errs on the side of "A may matter".
 */
export type Taint = number;

/** Made from what A answered. */
export const CONTENT = 1;
/** Made from nothing but A's success: `res.ok`, `res.status`. */
export const STATUS = 2;
/** Written while A ran, whatever was written: B must not see it earlier or later than it does now. */
export const STATE = 4;
/** May carry any of the above by a way that was not followed. */
export const OPAQUE = 8;
/** Belongs to a package's object that A's call went through. */
export const TOUCHED = 16;
/** Made from another member of the group that A was awaited with. */
export const SIBLING = 32;
/** Control only: not reached when A fails (`if (!res.ok) throw …`). No dependency. */
export const FAILFAST = 64;
/** Control only: reached only when A failed. */
export const CAUGHT = 128;
/** Holds A's promise. */
export const PENDING = 256;
/**
 * Reached only when A worked, where whoever catches its failing goes on. As control of B it is like `FAILFAST`; a value
 * made under it that B meets elsewhere tells B whether A worked.
 */
export const TRIED = 512;

/**
 * Lies in an object that the project's own code made of A's answer: as good as `CONTENT`, unless it is asked for one
 * member of which is known what that owes to A.
 */
export const WRAPPED = 1024;

/** What A said, and what was made of it. */
export const SAID: Taint = CONTENT | WRAPPED;
/** Bits that make a later call need A. */
export const NEEDS: Taint = SAID | STATUS | STATE | CAUGHT;

export function has(taint: Taint, bits: Taint): boolean {
  return (taint & bits) !== 0;
}

/**
 * What code after a possible exit owes to it. Leaving because A failed is fail-fast; leaving because of what A said
 * is a guard.
 */
export function exitTaint(control: Taint): Taint {
  const kept = control & ~CAUGHT;
  return has(control, CAUGHT) ? kept | FAILFAST : kept;
}

/** A `throw` under a bare success check of A is fail-fast as well. */
export function throwTaint(control: Taint): Taint {
  const left = exitTaint(control);
  return has(left, STATUS) && !has(left, SAID) ? (left & ~STATUS) | FAILFAST : left;
}

/** An exit that names its reason (not found, unauthorised, elsewhere) is a guard even where it rests on a status. */
export function guardTaint(control: Taint): Taint {
  return has(control, STATUS | CAUGHT) ? control | CONTENT : control;
}
