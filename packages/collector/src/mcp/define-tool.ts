import type { CallToolResult, McpServer } from "@modelcontextprotocol/server";
import type { z } from "zod";
import { WeirError } from "../errors.ts";

/** One tool: what it takes, what it answers, and how. */
interface Tool<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** Says when to use it and when not. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  /** Changes something. */
  readonly writes?: boolean;
  readonly run: (input: z.output<Input>) => Promise<{ readonly answer: z.output<Output>; readonly text: string }>;
}

/** A tool whose types were checked where it was made. */
export type McpTool = (server: McpServer) => void;

export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(tool: Tool<Input, Output>): McpTool {
  const { name, title, description, input, output, writes = false, run } = tool;
  const annotations = {
    title,
    readOnlyHint: !writes,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  };
  const config = {
    title,
    description,
    inputSchema: input as z.ZodObject,
    outputSchema: output as z.ZodObject,
    annotations,
  };
  return (server) => {
    server.registerTool(name, config, async (given): Promise<CallToolResult> => {
      try {
        const { answer, text } = await run(given as z.output<Input>);
        return { content: [{ type: "text", text }], structuredContent: answer };
      } catch (error) {
        return refusal(error);
      }
    });
  };
}

/** What went wrong, for the assistant to act on; our own mistakes are thrown. */
function refusal(error: unknown): CallToolResult {
  if (!(error instanceof WeirError)) throw error;
  const text =
    error.hint === undefined ? `${error.code}: ${error.message}` : `${error.code}: ${error.message}. ${error.hint}`;
  return { content: [{ type: "text", text }], isError: true };
}
