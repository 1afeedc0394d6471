import { describe, expect, it } from "vitest";
import { WeirError } from "../errors.ts";
import { createLogger } from "./logger.ts";

function logged(error: unknown): string {
  let text = "";
  createLogger("info", { write: (line) => void (text += line) }).error({ err: error }, "failed");
  return text;
}

describe("createLogger", () => {
  it("keeps a coded error's text and where a foreign cause was thrown, but not what that cause quotes", () => {
    const cause = (() => {
      try {
        return JSON.parse('{"password": hunter2}') as Error;
      } catch (error) {
        return error;
      }
    })();
    expect(String(cause)).toContain("hunter2");
    const line = logged(new WeirError("WEIR_BAD_JSON", "The body is not JSON", { cause }));
    expect(JSON.parse(line)).toMatchObject({
      msg: "failed",
      err: { code: "WEIR_BAD_JSON", message: "The body is not JSON", cause: { name: "SyntaxError" } },
    });
    expect(line).toContain("logger.test.ts");
    expect(line).not.toContain("hunter2");
  });

  it("does not follow causes for ever", () => {
    const error = new Error("a");
    error.cause = error;
    expect(logged(error)).toContain('"name":"Error"');
  });
});
