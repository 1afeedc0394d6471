import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** Where what a collector keeps lies, below `--data`. */
export interface DataFolders {
  readonly store: string;
  readonly journal: string;
  readonly sources: string;
  /** Made by those who need it: a collector with peers. */
  readonly cluster: string;
}

/** Makes the folders, for nobody else to read. */
export function dataFolders(data: string): DataFolders {
  const made = { store: join(data, "store"), journal: join(data, "journal"), sources: join(data, "sources") };
  for (const folder of Object.values(made)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return { ...made, cluster: join(data, "cluster") };
}
