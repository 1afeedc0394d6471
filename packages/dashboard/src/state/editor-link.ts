import type { Site } from "@weir/core";

/** Editors that take a place in an address of their own kind. */
export const EDITORS = ["vscode", "vscodium", "cursor", "windsurf", "zed", "webstorm", "idea"] as const;
export type Editor = (typeof EDITORS)[number];

/** Editors of one family share the form of the address. */
const FORMS: Readonly<Record<Editor, (path: string, line: number, column: number) => string>> = {
  vscode: afterFile("vscode"),
  vscodium: afterFile("vscodium"),
  cursor: afterFile("cursor"),
  windsurf: afterFile("windsurf"),
  zed: afterFile("zed"),
  webstorm: asQuery("webstorm"),
  idea: asQuery("idea"),
};

/**
 * The address that opens a place in the reader's editor; nothing without an editor, a project folder and a file that lies
 * in it. File names come from spans: a name that leads out of the folder gets no link.
 */
export function editorLink(
  site: Pick<Site, "file" | "line" | "column">,
  editor: Editor | "none",
  folder: string,
): string | undefined {
  if (editor === "none" || site.file === undefined) return undefined;
  const root = folder.trim().replaceAll("\\", "/").replace(/\/+$/, "");
  const path = pathInside(site.file.replaceAll("\\", "/"), root);
  if (path === undefined || root === "") return undefined;
  return FORMS[editor](path, site.line ?? 1, site.column ?? 1);
}

/** The file as an absolute path below `root`, `/` between its parts. */
function pathInside(file: string, root: string): string | undefined {
  const inside = file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
  const parts = inside.split("/").filter((part) => part !== "" && part !== ".");
  const leadsOut = /^(?:\/|[a-z][a-z\d+.-]*:)/i.test(inside) || parts.includes("..");
  if (parts.length === 0 || leadsOut || /\p{Cc}/u.test(inside)) return undefined;
  return `${root.startsWith("/") ? "" : "/"}${root}/${parts.join("/")}`;
}

function afterFile(scheme: string): (path: string, line: number, column: number) => string {
  return (path, line, column) =>
    `${scheme}://file${encodeURI(path).replace(/[?#]/g, encodeURIComponent)}:${line}:${column}`;
}

function asQuery(scheme: string): (path: string, line: number, column: number) => string {
  return (path, line, column) => {
    // A path that begins with a drive letter has no slash before it here.
    const file = encodeURIComponent(path.replace(/^\/(?=[a-z]:)/i, ""));
    return `${scheme}://open?file=${file}&line=${line}&column=${column}`;
  };
}
