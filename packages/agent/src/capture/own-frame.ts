import { OWN_NAME } from "../own-name.ts";

/** Of this package, what can stand in a stack below code of the app. */
const ROOMS = /^(?:(?:capture|evidence|fix|framework)[\\/]|(?:guard|lazy-provider)\.[jt]s)/;
const HERE = /\(?((?:file:\/\/)?[^()]*?)capture[\\/]own-frame\.[jt]s:\d+:\d+\)?$/;

/**
 * Whether a line of a stack is the agent's: it stands between the runtime and the app's handler, and is nobody's place to
 * mend anything. A package that is installed is told by `node_modules`; one that is linked from elsewhere only by where
 * this very file is. In a bundle no file is the agent's alone: there it is the name that tells.
 */
export function isOwnFrame(frame: string): boolean {
  if (frame.includes(OWN_NAME)) return true;
  folder ??= folderOfThis();
  if (folder === "") return false;
  const at = frame.indexOf(folder);
  return at >= 0 && ROOMS.test(frame.slice(at + folder.length));
}

/** Looked up once, when the first stack is read: by then it is known whether the runtime maps what it prints. */
let folder: string | undefined;

function folderOfThis(): string {
  const holder: { stack?: unknown } = {};
  Error.captureStackTrace(holder);
  if (typeof holder.stack !== "string") return "";
  const [, own = ""] = holder.stack.split("\n");
  return HERE.exec(own.replace(/^\s*at (?:\S+ )?/, ""))?.[1] ?? "";
}
