import type { Frame } from "@weir/core";
import { expect, it } from "vitest";
import { projectOf } from "../analysis/relate/testing/fixture.ts";
import { codeFrames } from "./code-frames.ts";

const FILES = new Map([
  ["src/http.ts", "export async function getJson(path) {\n  return fetch(path);\n}\n"],
  [
    "src/hooks.ts",
    "const withTenant = async () => {\n  await getJson('/tenant');\n};\nconst withFlags = async () => {\n  await getJson('/flags');\n};\n",
  ],
]);

const frame = (file: string, line: number, name: string): Frame => ({
  file,
  line,
  column: 9,
  function: name,
  async: false,
  mapped: true,
});

const helper = frame("src/http.ts", 2, "getJson");
const outer = frame("src/server.ts", 1, "handle");

it("shows where each call is made that shares no function with another, not the helper they all go through", () => {
  const calls = [
    [helper, frame("src/hooks.ts", 2, "withTenant"), outer],
    [helper, frame("src/hooks.ts", 5, "withFlags"), outer],
  ];
  expect(codeFrames(projectOf(FILES), calls)).toMatchObject([
    {
      file: "src/hooks.ts",
      marks: [
        { line: 2, call: 0 },
        { line: 5, call: 1 },
      ],
    },
  ]);
});
