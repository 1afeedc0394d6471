import { getJson } from "./http";

const SECTIONS = ["header", "goods", "customs"] as const;

export async function* sections(id: string) {
  for (const name of SECTIONS) {
    yield { name, body: await getJson<unknown>(`/manifests/${id}/${name}`) };
  }
}

export async function* sectionsTogether(id: string) {
  const started = SECTIONS.map((name) => ({ name, body: getJson<unknown>(`/manifests/${id}/${name}`) }));
  void Promise.allSettled(started.map(({ body }) => body));
  for (const { name, body } of started) yield { name, body: await body };
}
