/** One rule `/app/=` or `/app/=web/`: the beginning of a built path and what stands for it in the repository. */
export interface PathRule {
  readonly from: string;
  readonly to: string;
}

/**
 * Maps paths to the repository: the first rule that fits, then the root. Paths that lie outside are given up: a report
 * that names a file nobody has is worse than one that names none.
 */
export function pathMapper(rules: readonly PathRule[], root: string): (path: string) => string | undefined {
  return (path) => {
    const rule = rules.find(({ from }) => path.startsWith(from));
    const mapped = rule === undefined ? path : rule.to + path.slice(rule.from.length);
    const base = root.endsWith("/") ? root : `${root}/`;
    const relative = mapped.startsWith(base) ? mapped.slice(base.length) : mapped;
    const clean = relative.replace(/^(?:\.\/)+/, "");
    const isOutside =
      clean.startsWith("/") || clean.startsWith("../") || clean.includes("/../") || /^[a-z]+:/i.test(clean);
    return isOutside || clean === "" ? undefined : clean;
  };
}

/** `/app/=,/srv/=web/` */
export function readPathRules(texts: readonly string[]): readonly PathRule[] {
  return texts.flatMap((text) => {
    const split = text.indexOf("=");
    return split < 0 ? [{ from: text, to: "" }] : [{ from: text.slice(0, split), to: text.slice(split + 1) }];
  });
}
