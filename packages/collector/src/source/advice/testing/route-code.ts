const API = "getA, getB, getC, getD";
/** The module that the functions of `route` come from. */
export const LIB: Readonly<Record<string, string>> = {
  "src/lib/api.ts": `export async function getA(x) {}\nexport async function getB(x) {}
export async function getC(x) {}\nexport async function getD(x) {}\n`,
};

/** A route handler around some statements. */
export const route = (body: string): string =>
  `import { ${API} } from "../lib/api";\n\nexport async function GET(id: string) {\n${body}\n}\n`;

/** Its statements again. */
export const bodyOf = (code: string): string =>
  code.slice(code.indexOf("{\n", code.indexOf("GET")) + 2, code.lastIndexOf("\n}"));
