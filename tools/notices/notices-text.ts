import type { ForeignPackage } from "./foreign-package.ts";

export interface NoticesSection {
  readonly title: string;
  readonly says: string;
  readonly packages: readonly ForeignPackage[];
}

/** The whole file: a table per section, then every licence text once, with the packages that bring it. */
export function noticesText(sections: readonly NoticesSection[]): string {
  const all = sections.flatMap(({ packages }) => packages);
  const parts = sections.map(({ title, says, packages }) => [`## ${title}`, says, table(packages)].join("\n\n"));
  return `${["# Third-party notices", INTRO, ...parts, "## Licence texts", ...texts(all)].join("\n\n")}\n`;
}

const INTRO = "Weir itself is under Apache-2.0. Written by `npm run notices` from what is installed; do not edit.";

function table(packages: readonly ForeignPackage[]): string {
  const rows = packages
    .map(({ name, versions, license }) => `| ${name} | ${versions.join(", ")} | ${license} |`)
    .sort((a, b) => (a < b ? -1 : 1));
  return ["| package | version | licence |", "| --- | --- | --- |", ...rows].join("\n");
}

/** Texts differ in their lines of copyright, so equal ones are often of one project. */
function texts(packages: readonly ForeignPackage[]): readonly string[] {
  const byText = new Map<string, { readonly names: Set<string>; readonly license: string }>();
  for (const { name, text, license } of packages) {
    const key = text === "" ? `No text comes with it; its package.json says ${license}.` : text;
    const group = byText.get(key) ?? { names: new Set(), license };
    group.names.add(name);
    byText.set(key, group);
  }
  return [...byText]
    .map(([text, { names, license }]) => `### ${[...names].sort().join(", ")} (${license})\n\n${fenced(text)}`)
    .sort((a, b) => (a < b ? -1 : 1));
}

function fenced(text: string): string {
  return `\`\`\`\`text\n${text}\n\`\`\`\``;
}
