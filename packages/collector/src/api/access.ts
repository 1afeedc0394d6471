import type { FastifyRequest } from "fastify";
import { WeirError } from "../errors.ts";
import { bearerToken, isOneOf, tokensIn } from "../server/token.ts";
import type { Tokens } from "./deps.ts";
import { cookieToken } from "./session.ts";

export type Access = "read" | "write" | "ingest";

/**
 * Refuses who may not do this. A token that is not configured is not asked for, with one exception: where reading needs
 * a token, writing needs at least that one. The write token opens everything.
 */
export function checkAccess(request: FastifyRequest, access: Access, tokens: Tokens): void {
  const accepted = acceptedTokens(access, tokens);
  if (accepted.length === 0) return;
  const presented = bearerToken(request.headers.authorization) ?? cookieToken(request.headers.cookie);
  if (presented === undefined) {
    throw new WeirError("WEIR_TOKEN_MISSING", `This needs the ${access} token`, {
      status: 401,
      hint: "Send Authorization: Bearer <token>, or open the dashboard by the address the collector printed",
    });
  }
  if (!isOneOf(presented, accepted)) {
    throw new WeirError("WEIR_TOKEN_REFUSED", `This token does not give ${access} access`, { status: 403 });
  }
}

function acceptedTokens(access: Access, { ingest, read, write }: Tokens): readonly string[] {
  const accepted: Readonly<Record<Access, readonly string[]>> = {
    ingest: ingest === undefined ? [] : tokensIn(ingest, write),
    read: read === undefined ? [] : tokensIn(read, write),
    write: tokensIn(write === undefined ? read : write),
  };
  return accepted[access];
}
