import { Homes } from "./homes.ts";
import { originOf, type PeerList, type Resolve } from "./peer-list.ts";

interface ResolvedPeersOptions {
  /** `dns://name:port` */
  readonly name: string;
  readonly self: string;
  readonly resolve: Resolve;
  /** The list became another one. */
  readonly onChange: (peers: number) => void;
  /** The name cannot be looked up; the last list stays. */
  readonly onFailure: (error: unknown) => void;
}

/** Peers that one name stands for: every address it has is one. */
export class ResolvedPeers implements PeerList {
  readonly #options: ResolvedPeersOptions;
  readonly #own: string;
  homes: Homes = new Homes([]);
  self = -1;

  constructor(options: ResolvedPeersOptions) {
    this.#options = options;
    this.#own = originOf(options.self);
  }

  /** Looks the name up; call it now and then. Never throws. */
  async look(): Promise<void> {
    const { name, resolve, onChange, onFailure } = this.#options;
    const { hostname, port } = new URL(name);
    let found: readonly string[];
    try {
      found = await resolve(hostname);
    } catch (error) {
      onFailure(error);
      return;
    }
    const scheme = this.#own.slice(0, this.#own.indexOf(":"));
    const urls = found.map((address) =>
      originOf(`${scheme}://${address.includes(":") ? `[${address}]` : address}:${port}`),
    );
    const homes = new Homes(urls);
    // A name without addresses is a name server's mistake as long as we run ourselves.
    if (homes.peers.length === 0 || homes.peers.join() === this.homes.peers.join()) return;
    this.homes = homes;
    this.self = homes.peers.indexOf(this.#own);
    onChange(homes.peers.length);
  }
}
