import { type Answer, type Ask, READY } from "./desk-process.ts";
import { type DeskOptions, SourceDesk } from "./source-desk.ts";

/** The process's side: one question at a time, one answer each; it ends with its parent. */
const desk = new SourceDesk(JSON.parse(process.argv[2] ?? "") as DeskOptions);

process.on("disconnect", () => process.exit(0));
process.on("message", ({ id, name, args }: Ask) => {
  let answer: Answer;
  try {
    const ask = desk[name].bind(desk) as (...args: readonly unknown[]) => unknown;
    answer = { id, ok: true, value: ask(...args) };
  } catch (error) {
    answer = { id, ok: false, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
  tell(answer);
});
tell(READY);

/** A parent that was killed takes no answer: there is nothing left to do, and nothing to complain about. */
function tell(message: Answer | typeof READY): void {
  process.send?.(message, undefined, undefined, (error) => {
    if (error !== null) process.exit(0);
  });
}
