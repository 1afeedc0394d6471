import { gql } from "./gql";

const VIEWER = /* GraphQL */ `
  query Viewer($id: ID!) {
    viewer(id: $id) {
      id
      name
      teamId
    }
  }
`;

const TEAM = /* GraphQL */ `
  query Team($teamId: ID!) {
    team(id: $teamId) {
      id
      size
    }
  }
`;

export const viewer = (id: string, endpoint?: string) =>
  gql<{ viewer: { id: string; name: string; teamId: string | null } }>(VIEWER, { id }, endpoint);

export const team = (teamId: string, endpoint?: string) =>
  gql<{ team: { id: string; size: number } }>(TEAM, { teamId }, endpoint);

export const releases = () => gql<{ releases: { tag: string }[] }>(`query Releases { releases(first: 2) { tag } }`);

export const usage = (id: string) =>
  gql<{ usage: { builds: number } }>(`query Usage($id: ID!) { usage(user: $id) { builds } }`, { id });

export const project = (slug: string) =>
  gql<{ project: { slug: string; status: "ACTIVE" | "ARCHIVED" } }>(
    `query Project($slug: String!) { project(slug: $slug) { slug status } }`,
    { slug },
    "/graphql/projects",
  );

export const deployments = (slug: string) =>
  gql<{ deployments: { id: string }[] }>(
    `query Deployments($slug: String!) { deployments(project: $slug, last: 1) { id } }`,
    { slug },
    "/graphql/projects",
  );
