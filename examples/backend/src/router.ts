import type { Service } from "./service.ts";

interface Compiled {
  readonly service: Service;
  readonly segments: readonly string[];
}

export type Match = { readonly service: Service; readonly params: Readonly<Record<string, string>> };

/** Finds the service for a method and path; the first definition that fits wins, so literal paths stand first. */
export function routerOf(services: readonly Service[]): (method: string, path: string) => Match | undefined {
  const compiled: readonly Compiled[] = services.map((service) => ({ service, segments: service.path.split("/") }));
  return (method, path) => {
    const segments = path.split("/");
    for (const candidate of compiled) {
      if (candidate.service.method !== method) continue;
      const params = paramsOf(candidate.segments, segments);
      if (params !== undefined) return { service: candidate.service, params };
    }
    return undefined;
  };
}

function paramsOf(template: readonly string[], actual: readonly string[]): Record<string, string> | undefined {
  if (template.length !== actual.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const value = actual[index] ?? "";
    if (part.startsWith("{")) {
      const text = decoded(value);
      if (text === undefined || text === "") return undefined;
      params[part.slice(1, -1)] = text;
    } else if (part !== value) return undefined;
  }
  return params;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
