import { gql } from "./graphql.ts";

const ACCOUNT = /* GraphQL */ `
  query Account($login: String!) {
    account(login: $login) {
      nodeId
      displayName
    }
  }
`;

const REPOSITORIES = /* GraphQL */ `
  query Repositories($owner: ID!, $first: Int!) {
    repositories(owner: $owner, first: $first) {
      name
      stars
    }
  }
`;

const TRENDING = /* GraphQL */ `
  query Trending {
    trending {
      name
    }
  }
`;

export const accountOf = async (login: string) =>
  (await gql<{ account: { nodeId: string; displayName: string } }>(ACCOUNT, { login })).account;

export const repositoriesOf = async (owner: string) =>
  (await gql<{ repositories: { name: string; stars: number }[] }>(REPOSITORIES, { owner, first: 3 })).repositories;

export const trending = async () => (await gql<{ trending: { name: string }[] }>(TRENDING)).trending;
