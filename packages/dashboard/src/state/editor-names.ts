import type { Editor } from "./editor-link.ts";

/** Names of products: the same in every language. */
export const EDITOR_NAMES: Readonly<Record<Editor, string>> = {
  vscode: "VS Code",
  vscodium: "VSCodium",
  cursor: "Cursor",
  windsurf: "Windsurf",
  zed: "Zed",
  webstorm: "WebStorm",
  idea: "IntelliJ IDEA",
};
