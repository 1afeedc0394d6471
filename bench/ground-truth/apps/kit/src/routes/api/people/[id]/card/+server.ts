import { json } from "@sveltejs/kit";
import { badgesOf, deskOf, findPerson } from "#lib/server/people.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params }) => {
  const person = await findPerson(params.id);
  if (!person.ok) return json({ error: person.reason }, { status: person.reason === "missing" ? 404 : 502 });

  const badges = await badgesOf(params.id);
  const desk = await deskOf(params.id);
  return json({ ...person.value, badges, desk });
};
