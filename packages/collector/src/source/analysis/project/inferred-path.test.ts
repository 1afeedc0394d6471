import { describe, expect, it } from "vitest";
import { filesByImport, inferredPath } from "./inferred-path.ts";

const PATHS = ["src/shop/lib/api.ts", "src/shop/cart.tsx", "src/desk/lib/api.ts", "src/desk/index.ts", "src/plans.ts"];

function leadsTo(specifier: string, others: readonly string[] = []): string {
  const inferred = inferredPath({ files: filesByImport(PATHS), specifiers: [specifier, ...others] }, specifier);
  return inferred?.kind === "file" ? inferred.path : (inferred?.kind ?? "package");
}

describe("where an alias leads that nothing declares", () => {
  it("is the folder of its name", () => {
    expect(leadsTo("@shop/lib/api")).toBe("src/shop/lib/api.ts");
    expect(leadsTo("~desk/lib/api.js")).toBe("src/desk/lib/api.ts");
    expect(leadsTo("@desk")).toBe("src/desk/index.ts");
    expect(leadsTo("@desk/index")).toBe("src/desk/index.ts");
    expect(leadsTo("@shop/lib/api.ts")).toBe("src/shop/lib/api.ts");
    expect(leadsTo("@shop/cart")).toBe("src/shop/cart.tsx");
  });

  it("is the folder that has most of what is imported by it", () => {
    expect(leadsTo("@store/lib/api", ["@store/cart"])).toBe("src/shop/lib/api.ts");
    expect(leadsTo("@store/lib/api", ["@other/cart"])).toBe("unclear");
  });

  it("is a package where the name could be one and nothing deeper says otherwise", () => {
    expect(leadsTo("@acme/plans")).toBe("package");
    expect(leadsTo("@acme/plans", ["@acme/shop/cart"])).toBe("src/plans.ts");
    expect(leadsTo("@acme/other")).toBe("package");
    expect(leadsTo("@acme/kit/other")).toBe("package");
  });

  it("is no file where a framework makes the module up", () => {
    expect(leadsTo("$app/cart")).toBe("package");
    expect(leadsTo("$env/plans")).toBe("package");
  });

  it("is a file below the usual folders for a bare path", () => {
    expect(leadsTo("shop/cart")).toBe("src/shop/cart.tsx");
    expect(leadsTo("plans")).toBe("package");
    expect(leadsTo("react-dom/server")).toBe("package");
  });
});
