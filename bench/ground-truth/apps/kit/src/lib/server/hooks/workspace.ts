import { error } from "@sveltejs/kit";
import { sequence, type Handle } from "@sveltejs/kit/hooks";
import type { RequestEvent } from "@sveltejs/kit";
import { findJson, getJson } from "../http.ts";

export interface Workspace {
  id: string;
  name: string;
  plan: "free" | "team" | "business";
}

export interface PlanLimits {
  boards: number;
  seats: number;
}

async function loadWorkspace(event: RequestEvent): Promise<Workspace> {
  const workspace = await findJson<Workspace>(`/workspaces/${event.params.workspace}`);
  if (!workspace) error(404, "There is no such workspace");
  event.locals.workspace = workspace;
  return workspace;
}

async function requireMember(event: RequestEvent, workspace: Workspace): Promise<void> {
  const uid = event.cookies.get("uid");
  const member = uid ? await findJson<{ role: string }>(`/workspaces/${workspace.id}/members/${uid}`) : null;
  if (!member) error(403, "Ask an owner to invite you");
}

const workspaceHook: Handle = async ({ event, resolve }) => {
  await loadWorkspace(event);
  return resolve(event);
};

const memberHook: Handle = async ({ event, resolve }) => {
  await requireMember(event, event.locals.workspace!);
  return resolve(event);
};

const limitsHook: Handle = async ({ event, resolve }) => {
  event.locals.limits = await getJson<PlanLimits>(`/plans/${event.locals.workspace!.plan}`);
  return resolve(event);
};

export const workspaceArea: Handle = sequence(workspaceHook, memberHook, limitsHook);

const limitsInBackground: Handle = ({ event, resolve }) => {
  const limits = getJson<PlanLimits>(`/plans/${event.locals.workspace!.plan}`);
  limits.catch(() => undefined);
  event.locals.limits = limits;
  return resolve(event);
};

export const workspaceFastArea: Handle = sequence(workspaceHook, memberHook, limitsInBackground);
