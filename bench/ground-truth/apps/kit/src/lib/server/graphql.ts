import { UPSTREAM_URL } from "$app/env/private";

interface Answer<T> {
  data?: T;
  errors?: { message: string }[];
}

export async function gql<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const res = await fetch(`${UPSTREAM_URL}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await res.json()) as Answer<T>;
  if (!data) throw new Error(errors?.map((e) => e.message).join("; ") ?? `GraphQL: ${res.status}`);
  return data;
}
