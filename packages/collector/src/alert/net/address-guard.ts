import { BlockList, isIP } from "node:net";

/** Why a receiver's address may not be used. */
export type AddressRefusal = "never" | "private";

/** Link-local, metadata services, unspecified, multicast, reserved: no alert receiver lives there, whatever a file says. */
const NEVER: readonly (readonly [net: string, prefix: number])[] = [
  ["0.0.0.0", 8],
  ["169.254.0.0", 16],
  ["100.100.100.200", 32],
  ["168.63.129.16", 32],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["::", 128],
  ["fe80::", 10],
  ["fec0::", 10],
  ["fd00:ec2::254", 128],
  ["fd20:ce::254", 128],
  ["100::", 64],
  ["2001:db8::", 32],
  ["ff00::", 8],
];

/** Of one machine or one network: only where they are listed. */
const PRIVATE: readonly (readonly [net: string, prefix: number])[] = [
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["::1", 128],
  ["fc00::", 7],
];

const never = listOf(NEVER);
const inside = listOf(PRIVATE);

/** Decides about addresses after their names were resolved. */
export class AddressGuard {
  readonly #allowed: BlockList;

  /** `allow`: addresses and CIDR ranges, checked when they were read. */
  constructor(allow: readonly string[]) {
    this.#allowed = listOf(
      allow.map((entry) => {
        const [address = "", prefix] = entry.split("/");
        return [address, prefix === undefined ? (isIP(address) === 6 ? 128 : 32) : Number(prefix)] as const;
      }),
    );
  }

  /** `undefined`: it may be used. IPv4 inside IPv6 (mapped, NAT64, 6to4) is judged as what it leads to. */
  refusal(address: string): AddressRefusal | undefined {
    const inner = innerAddress(address);
    const candidates = inner === undefined ? [address] : [address, inner];
    if (candidates.some((one) => isIn(never, one))) return "never";
    const closed = candidates.some((one) => isIn(inside, one) && !isIn(this.#allowed, one));
    return closed ? "private" : undefined;
  }
}

function listOf(nets: readonly (readonly [net: string, prefix: number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of nets) list.addSubnet(net, prefix, isIP(net) === 6 ? "ipv6" : "ipv4");
  return list;
}

/** What is no address is in every list of what is refused. */
function isIn(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version === 0 ? list === never : list.check(address, version === 6 ? "ipv6" : "ipv4");
}

/** The IPv4 address that an IPv6 one carries. */
function innerAddress(address: string): string | undefined {
  if (isIP(address) !== 6) return undefined;
  const groups = groupsOf(address);
  const first = (count: number) => groups.slice(0, count).join(":");
  // `::1` and `::` are addresses of their own, and not the old form of 0.0.0.1.
  const compatible = first(6) === "0:0:0:0:0:0" && groups[6] !== "0";
  const mapped = compatible || first(6) === "0:0:0:0:0:ffff" || first(6) === "64:ff9b:0:0:0:0";
  if (mapped || first(3) === "64:ff9b:1") return dotted(groups[6], groups[7]);
  return groups[0] === "2002" ? dotted(groups[1], groups[2]) : undefined;
}

/** The eight groups, without leading zeros. */
function groupsOf(address: string): readonly string[] {
  const host = URL.parse(`http://[${address.split("%")[0]}]`)?.hostname.slice(1, -1) ?? "";
  const [head = "", tail] = host.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => "0"), ...right];
}

function dotted(high: string | undefined, low: string | undefined): string {
  const [a, b] = [Number.parseInt(high ?? "0", 16), Number.parseInt(low ?? "0", 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join(".");
}
