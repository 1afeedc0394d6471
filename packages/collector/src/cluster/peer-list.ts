import { WeirError } from "../errors.ts";
import { Homes } from "./homes.ts";

/** All collectors that share the store, as one of them sees them at this moment. */
export interface PeerList {
  /** Replaced as a whole when the list changes. */
  readonly homes: Homes;
  /** This collector's place in `homes.peers`; -1 while it is not among them. */
  readonly self: number;
}

/** Addresses a name has at the moment. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/**
 * The list as it was configured. It does not change while the collector runs: a peer that is away is waited for.
 *
 * @throws WeirError `WEIR_SELF_NOT_A_PEER` when this collector is not in the list.
 */
export function namedPeers(peers: readonly string[], self: string): PeerList {
  const homes = new Homes(peers.map(originOf));
  const own = homes.peers.indexOf(originOf(self));
  if (own < 0) {
    throw new WeirError("WEIR_SELF_NOT_A_PEER", "This collector is not in the list of peers", {
      hint: "--self is one of --peers, written the same way",
    });
  }
  return { homes, self: own };
}

/** The same collector is always spelt the same way. */
export function originOf(url: string): string {
  return new URL(url).origin;
}
