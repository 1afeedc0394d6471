interface Reply<T> {
  data?: T;
  errors?: { message: string }[];
}

export class GraphQLError extends Error {}

export async function gql<T>(
  document: string,
  variables: Record<string, string> = {},
  endpoint = "/graphql",
): Promise<T> {
  const operationName = /(?:query|mutation)\s+(\w+)/.exec(document)?.[1];
  const response = await fetch(process.env.UPSTREAM_URL + endpoint, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ operationName, query: document, variables }),
    cache: "no-store",
  });
  const { data, errors } = (await response.json()) as Reply<T>;
  if (data === undefined) throw new GraphQLError(errors?.[0]?.message ?? `${operationName} failed`);
  return data;
}
