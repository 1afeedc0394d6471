import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

const ABOUT = { name: "weir-test", version: "1.0.0" };

/** The official client, on a collector's own `/mcp`. */
export async function connectHttp(url: string): Promise<Client> {
  const client = new Client(ABOUT);
  await client.connect(new StreamableHTTPClientTransport(new URL("/mcp", url)));
  return client;
}

/** The official client, on `weir mcp` as an assistant starts it. */
export async function connectStdio(weirPath: string, url: string, cwd: string): Promise<Client> {
  const client = new Client(ABOUT);
  const args = ["--conditions=@weir/source", weirPath, "mcp", "--url", url];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd }));
  return client;
}
