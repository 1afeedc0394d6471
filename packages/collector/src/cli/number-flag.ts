import { usageError } from "./cli-error.ts";
import { type GivenFlags, textFlag } from "./command.ts";

/** The number of a flag; absent when it was not given. */
export function numberFlag(flags: GivenFlags, name: string): number | undefined {
  const text = textFlag(flags, name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) throw usageError(["error.not-a-number", { flag: `--${name}` }]);
  return number;
}
