import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

export interface Manifest {
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** The objects of a file. Throws for what is no YAML or no object of Kubernetes. */
export function readManifests(file: string): readonly Manifest[] {
  return parseAllDocuments(readFileSync(file, "utf8")).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`${file}: ${error.message}`);
    const content = document.toJS() as Record<string, unknown>;
    const { apiVersion, kind, metadata } = content as {
      apiVersion?: string;
      kind?: string;
      metadata?: { name: string };
    };
    if (apiVersion === undefined || kind === undefined) throw new Error(`${file}: no apiVersion or kind`);
    return { file, apiVersion, kind, name: metadata?.name ?? "", content };
  });
}
