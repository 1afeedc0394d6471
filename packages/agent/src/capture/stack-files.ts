const FILE = /\(?((?:file:\/\/)?\/[^()\n]*?|[A-Za-z]:[\\/][^()\n]*?):\d+:\d+\)?$/;

/**
 * Files named by the frames of a stack, as they stand there. Frames of the runtime and of installed packages are left
 * out: nobody can change those.
 */
export function stackFiles(stack: string): string[] {
  const files = new Set<string>();
  for (const frame of stack.split("\n")) {
    const file = FILE.exec(frame.trim())?.[1];
    if (file !== undefined && !/[\\/]node_modules[\\/]/.test(file)) files.add(file);
  }
  return [...files];
}
