const SCRIPT = /<script\b[^>]*>(?<body>[\s\S]*?)<\/script\s*>/g;

/** The scripts of a Svelte component at their own offsets: everything else becomes blanks. */
export function scriptOf(component: string): string {
  let code = "";
  for (const match of component.matchAll(SCRIPT)) {
    const body = match.groups?.["body"] ?? "";
    const start = match.index + match[0].indexOf(">") + 1;
    code += blank(component.slice(code.length, start)) + body;
  }
  return code + blank(component.slice(code.length));
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
