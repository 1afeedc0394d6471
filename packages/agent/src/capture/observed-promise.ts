/**
 * What the app is to get in place of `promise`: settles alike, one microtask later, after `fulfilled` or `rejected` was
 * told. Subscribing beside the app would leave it its own promise, but V8 follows no promise that two watch, and errors
 * would lose the `at async` lines that say who called; it would also mark rejections as handled that the app leaves
 * unhandled. What is not one of the runtime's own promises stays what it is, and is subscribed to.
 *
 * Neither function may throw.
 */
export function observedPromise<Value>(
  promise: Promise<Value>,
  fulfilled: (value: Value) => void,
  rejected: (error: unknown) => void,
): Promise<Value> {
  if (Object.getPrototypeOf(promise) !== Promise.prototype) {
    promise.then(fulfilled, rejected);
    return promise;
  }
  return promise.then(
    (value) => {
      fulfilled(value);
      return value;
    },
    (error: unknown) => {
      rejected(error);
      throw error;
    },
  );
}
