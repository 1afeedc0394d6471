/**
 * Files named by the frames of a stack, exactly as they stand there. Frames of the runtime and of installed packages
 * are left out: nobody can change those.
 */
export function stackFiles(stack: string): string[] {
  const files = new Set<string>();
  for (const line of stack.split("\n")) {
    const file = fileOf(line.trim());
    if (file !== undefined && !/[\\/]node_modules[\\/]/.test(file)) files.add(file);
  }
  return [...files];
}

/** The path may hold blanks and brackets itself: route groups, and modules a dev server evaluates under an id. */
function fileOf(frame: string): string | undefined {
  const rest = frame.replace(/^at (?:async )?/, "");
  const open = rest.endsWith(")") ? rest.indexOf(" (") : -1;
  const place = open === -1 ? rest : rest.slice(open + 2, -1);
  const file = /^(.+):\d+:\d+$/.exec(place)?.[1];
  return file !== undefined && /^(?:file:\/\/|\/|[A-Za-z]:[\\/])/.test(file) ? file : undefined;
}
