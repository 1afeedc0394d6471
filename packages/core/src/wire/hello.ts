/** `POST /api/v1/hello`: one small body when an agent starts, so that silence can be told from death. */
export const HELLO_PATH = "/api/v1/hello";

/** Whose server a process is. A framework of its own is added here; `node` is any other. */
export const FRAMEWORK_NAMES = ["next", "sveltekit", "node"] as const;

export type Framework = (typeof FRAMEWORK_NAMES)[number];

export interface Hello {
  readonly service: string;
  readonly env: string;
  readonly version?: string;
  readonly instance: string;
  readonly pid: number;
  readonly node: string;
  readonly agent: string;
  readonly framework: Framework;
  readonly evidence: {
    readonly values: boolean;
    readonly callSites: boolean;
    readonly lineage: boolean;
    readonly source: boolean;
  };
}
