import { describe, expect, it } from "vitest";
import { editorLink } from "./editor-link.ts";

const place = { file: "app/shop/[category]/page.tsx", line: 14, column: 18 };

describe("editorLink", () => {
  it("opens the line in the editor's own way", () => {
    expect(editorLink(place, "vscode", "/home/kim/web shop/")).toBe(
      "vscode://file/home/kim/web%20shop/app/shop/%5Bcategory%5D/page.tsx:14:18",
    );
    expect(editorLink(place, "webstorm", "/home/kim/shop")).toBe(
      "webstorm://open?file=%2Fhome%2Fkim%2Fshop%2Fapp%2Fshop%2F%5Bcategory%5D%2Fpage.tsx&line=14&column=18",
    );
  });

  it("knows drives", () => {
    expect(editorLink({ file: "src\\a.ts", line: 2 }, "cursor", "C:\\code\\shop")).toBe(
      "cursor://file/C:/code/shop/src/a.ts:2:1",
    );
    expect(editorLink({ file: "src/a.ts" }, "idea", "C:\\code")).toBe(
      "idea://open?file=C%3A%2Fcode%2Fsrc%2Fa.ts&line=1&column=1",
    );
  });

  it("takes a file that is named whole when it lies in the folder", () => {
    expect(editorLink({ file: "/home/kim/shop/src/a.ts" }, "zed", "/home/kim/shop")).toBe(
      "zed://file/home/kim/shop/src/a.ts:1:1",
    );
  });

  it.each([
    "../../etc/passwd",
    "a/../../b.ts",
    "/etc/passwd",
    "https://example.org/a.ts",
    "C:/x.ts",
    "a\u0000.ts",
    "./",
  ])("leads nowhere outside the folder: %j", (file) => {
    expect(editorLink({ file }, "vscode", "/home/kim/shop")).toBeUndefined();
  });

  it("is nothing before an editor and a folder were chosen", () => {
    expect(editorLink(place, "none", "/home/kim/shop")).toBeUndefined();
    expect(editorLink(place, "vscode", "  ")).toBeUndefined();
    expect(editorLink({}, "vscode", "/home/kim/shop")).toBeUndefined();
  });

  it("cannot smuggle a query into the address", () => {
    expect(editorLink({ file: "a?b#c.ts" }, "vscode", "/p")).toBe("vscode://file/p/a%3Fb%23c.ts:1:1");
  });
});
