import { UPSTREAM_URL } from "$app/env/private";
import { attempt } from "./result.ts";

const people = (path: string) => fetch(`${UPSTREAM_URL}/people/${path}`);

export const findPerson = (id: string) => attempt<{ name: string; title: string }>(people(id));

export const badgesOf = async (id: string): Promise<string[]> => {
  const badges = await attempt<string[]>(people(`${id}/badges`));
  return badges.ok ? badges.value : [];
};

export const deskOf = async (id: string): Promise<string | null> => {
  const desk = await attempt<{ floor: number; seat: string }>(people(`${id}/desk`));
  return desk.ok ? `${desk.value.floor}.${desk.value.seat}` : null;
};
