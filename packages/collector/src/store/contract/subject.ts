import type { Store } from "../port.ts";

/** An adapter under test, opened on an empty place of its own. */
export interface Subject {
  readonly store: Store;
  /** Closes it and opens it again on the same data; a store without a memory of its own returns itself. */
  reopen(): Promise<Store>;
  remove(): Promise<void>;
}

export type OpenStore = () => Promise<Subject>;

/** `it` of any test runner. */
export type TestCase = (name: string, run: () => Promise<void>) => void;

/** Runs a case on an empty, migrated store and removes it, also when the case fails. */
export async function withStore(
  open: OpenStore,
  run: (store: Store, subject: Subject) => Promise<void>,
): Promise<void> {
  const subject = await open();
  try {
    await subject.store.migrate();
    await run(subject.store, subject);
  } finally {
    await subject.remove();
  }
}
