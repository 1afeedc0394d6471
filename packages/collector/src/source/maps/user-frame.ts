/**
 * Files no one looking for a slow request wants to see: packages, the runtime, generated glue. Decided on the path
 * *after* mapping, because one built file holds user code and package code together.
 */
const FOREIGN = [
  /(?:^|\/)node_modules\//,
  /^node:/,
  /^(?:native|evalmachine\.<anonymous>|<anonymous>|wasm:)/,
  /(?:^|\/)\[turbopack\]/,
  /(?:^|\/)webpack\/(?:bootstrap|runtime)/,
  /(?:^|\/)\.svelte-kit\/(?:generated|adapter-node)\//,
  /(?:^|\/)(?:next|@sveltejs\/kit)\/(?:dist|src)\//,
  /(?:^|\/)@weir\/agent\//,
  /(?:^|\/)packages\/agent\/(?:src|dist)\/(?:capture|evidence|export|fix|framework|redact|config|next|sveltekit|node|register|index|withweir)\b/,
];

/** True for a place in code the user wrote (or may have written). */
export function isUserFile(path: string): boolean {
  return path !== "" && !FOREIGN.some((pattern) => pattern.test(path));
}
