/**
 * A base class that returns its argument lets a derived class put a private field on a foreign object: as fast to read
 * as a property and far faster than a WeakMap (40 and 560 ns per promise on Node 24), free for the garbage collector,
 * and invisible to the application – no key to list, log or clone. A field can be put on an object once only.
 */
export const Given: new (target: object) => object = function (this: unknown, target: object) {
  return target;
} as unknown as new (target: object) => object;
