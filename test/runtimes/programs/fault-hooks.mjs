/**
 * Puts a call of `weirFault(place)` at the head of every named function and method of the compiled agent, so that a test
 * can let each of them throw. The package itself knows nothing of it. What catches and counts failures is left whole.
 */
const AGENT = /\/packages\/agent\/dist\/(?!testing\/)(.+)\.js$/;
const UNTOUCHED = /^(?:guard|state|given)$/;
/** As the compiler prints the head of a function: alone on its line, up to the brace; a fault goes into a `try` around all of it. */
const HEAD =
  /^( *(?:export )?(?:(?:async |static |get |set )*(?:function\*? )?\*?)(#?[\w$]+)\((?!.*\bfunction\b).*\) \{)(\n *try \{)?$/gm;
const NO_FUNCTION = /^(?:if|for|while|switch|catch|with|constructor)$/;
/** What stands in the place of the app's own function, or a framework calls: it has to begin before it can catch anything. */
const COVERS = new Set([
  "capture/response-bodies get",
  "capture/observe-promise get",
  "capture/propagator extract",
  "capture/propagator inject",
]);

export function faulty(url, source) {
  const [, file] = AGENT.exec(url) ?? [];
  if (file === undefined || UNTOUCHED.test(file)) return source;
  const text = typeof source === "string" ? source : Buffer.from(source).toString("utf8");
  return text.replace(HEAD, (head, start, name, within = "") =>
    NO_FUNCTION.test(name) || COVERS.has(`${file} ${name}`)
      ? head
      : `${start}${within}globalThis.weirFault?.("${file} ${name}");`,
  );
}

export async function load(url, context, next) {
  const loaded = await next(url, context);
  return { ...loaded, source: loaded.source == null ? loaded.source : faulty(url, loaded.source) };
}
