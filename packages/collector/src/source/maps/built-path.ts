/**
 * One spelling for a built file, whatever wrote it: a stack frame (`file:///srv/build/x.js?t=17`), an upload
 * (`/srv/build/x.js`) or a map's `file` field. Two spellings of one file must meet, or its frames stay unmapped.
 */
export function builtPath(printed: string): string {
  let path = printed;
  if (path.startsWith("file://")) path = decode(path.slice("file://".length));
  path = path.replaceAll("\\", "/");
  const query = path.search(/[?#]/);
  if (query > 0 && !path.includes("](", query)) path = path.slice(0, query);
  return path;
}

/** Percent-decoding that leaves text which is not valid encoding as it is. */
export function decode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    if (cause instanceof URIError) return text;
    throw cause;
  }
}
