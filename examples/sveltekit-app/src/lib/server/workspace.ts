import { type Caller, getJson } from "./api.ts";

export interface WorkspaceConfig {
  weekStartsOn: number;
  maxUpload: number;
  features: Record<string, boolean>;
}

export interface Project {
  id: string;
  title: string;
  open: number;
}

export async function getConfig(event: Caller): Promise<WorkspaceConfig> {
  return getJson<WorkspaceConfig>(event, "/workspace/config");
}

export async function getProjects(event: Caller, ownerId: string): Promise<Project[]> {
  const { projects } = await getJson<{ projects: Project[] }>(event, `/projects?owner=${ownerId}`);
  return projects;
}

export function getProject(event: Caller, id: string): Promise<{ id: string; title: string; leadId: string }> {
  return getJson<{ id: string; title: string; leadId: string }>(event, `/projects/${encodeURIComponent(id)}`);
}

export function getLead(event: Caller, id: string): Promise<{ id: string; name: string }> {
  return getJson<{ id: string; name: string }>(event, `/leads/${id}`);
}

export async function getActivity(event: Caller): Promise<{ id: string; text: string }[]> {
  const { entries } = await getJson<{ entries: { id: string; text: string }[] }>(event, "/activity");
  return entries;
}
