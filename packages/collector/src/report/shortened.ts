/** GitHub takes a summary of so many bytes and refuses a longer one whole. */
export const MAX_SUMMARY_BYTES: number = 1024 * 1024;

/** Cut at a line's end, so that what is shown is whole. */
export function shortened(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const cut = Buffer.from(text)
    .subarray(0, maxBytes - 16)
    .toString("utf8");
  return `${cut.slice(0, cut.lastIndexOf("\n"))}\n\n…\n`;
}
