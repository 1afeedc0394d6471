import { WeirError } from "../../errors.ts";
import type { Lease, LeaseWish } from "../alert-port.ts";
import { all, integer, oneOf, text } from "./literal.ts";
import type { Server, Servers } from "./servers.ts";
import { CLAIM, GRANT, type StateLog, type StateRow, UNFENCED, type WrittenRow } from "./state-log.ts";

/** How often and how long it is looked at whether somebody else's claim becomes a grant. Milliseconds. */
const LOOKS = 20;
const LOOK_MS = 100;
/** Rows copied to a new holder's fence in one block. */
const COPY_ROWS = 2_000;
/** Names stand in names of partitions. */
const NAME = /^[a-z]{1,32}$/u;

interface Claim {
  readonly token: number;
  readonly holder: string;
  /** Taken back by who made it. */
  readonly gone: boolean;
}

/** Who claimed a lease and whom it was granted to, as one server has it. */
interface Standing {
  readonly claims: readonly Claim[];
  /** The one with the highest token. */
  readonly grant: Lease | undefined;
}

/**
 * Leases on an engine without compare-and-set. Everybody writes first, then catches up at the same server, then reads:
 * of two who write, the later one sees the earlier, so they never both see nobody. See the decision on leases in
 * `docs/adr`.
 */
export class Leases {
  readonly #servers: Servers;
  readonly #log: StateLog;
  readonly #wait: (ms: number) => Promise<void>;

  constructor(servers: Servers, log: StateLog, wait: (ms: number) => Promise<void>) {
    this.#servers = servers;
    this.#log = log;
    this.#wait = wait;
  }

  /** The fences whose rows are to be read: the free one, and that of every lease's latest holder. */
  async fences(server: Server): Promise<readonly string[]> {
    return fencesIn(await this.#log.select(server, `space = ${text(GRANT)} AND fence = ${text(UNFENCED)}`));
  }

  take(wish: LeaseWish): Promise<Lease | undefined> {
    if (!NAME.test(wish.name)) throw new RangeError("a lease's name is small letters");
    return this.#servers.at(async (server) => {
      const { claims, grant } = await this.#standing(server, wish.name);
      const rivals = claims.filter((claim) => isRival(claim, wish, grant?.token ?? 0));
      if (grant?.holder === wish.holder && rivals.length === 0) return this.#renew(server, wish, grant);
      if (grant !== undefined && grant.holder !== wish.holder && grant.until > wish.now) return undefined;
      const token = Math.max(grant?.token ?? 0, ...claims.map((claim) => claim.token)) + 1;
      return this.#claim(server, wish, token);
    });
  }

  async release(lease: Lease): Promise<void> {
    await this.#servers.at(async (server) => {
      const { grant } = await this.#standing(server, lease.name);
      if (grant?.token !== lease.token || grant.holder !== lease.holder) return;
      await this.#log.put(server, UNFENCED, [granted({ ...lease, until: 0 })]);
    });
  }

  /**
   * Puts rows that count only while the lease's token is the newest granted. `false`: somebody has taken over, and they
   * do not count. Throws `WEIR_STORE_LEASE_UNSURE` when somebody is about to and it does not become clear whether.
   */
  put(rows: readonly StateRow[], lease: Lease): Promise<boolean> {
    return this.#servers.at(async (server) => {
      const before = await this.#standing(server, lease.name);
      if ((before.grant?.token ?? 0) !== lease.token || before.grant?.holder !== lease.holder) return false;
      const written = await this.#log.place(server, rows);
      await this.#log.append(server, fenceOf(lease), written);
      for (let look = 0; look < LOOKS; look += 1) {
        const { claims, grant } = await this.#standing(server, lease.name);
        const newest = grant?.token ?? 0;
        if (!claims.some(({ token, gone }) => !gone && token > newest)) {
          return newest === lease.token || this.#isCarriedOver(server, written, fenceOf({ ...lease, token: newest }));
        }
        await this.#wait(LOOK_MS);
      }
      throw new WeirError("WEIR_STORE_LEASE_UNSURE", "Another collector is about to take over", {
        status: 503,
        retryAfter: 5,
      });
    });
  }

  async #renew(server: Server, { name, holder, now, ttlMs }: LeaseWish, held: Lease): Promise<Lease | undefined> {
    const lease = { name, holder, token: held.token, until: now + ttlMs };
    await this.#log.put(server, UNFENCED, [granted(lease)]);
    const { claims, grant } = await this.#standing(server, name);
    const isContested = claims.some((claim) => isRival(claim, lease, lease.token));
    return isContested || grant?.token !== lease.token ? undefined : lease;
  }

  async #claim(server: Server, wish: LeaseWish, token: number): Promise<Lease | undefined> {
    const { name, holder, now, ttlMs } = wish;
    const claim = {
      space: CLAIM,
      key: `${name}/${token}/${holder}`,
      at: now,
      scope: name,
      body: claimBody(token, holder),
    };
    await this.#log.put(server, UNFENCED, [claim]);
    const grant = await this.#outlive(server, wish, token);
    if (grant === "lost") {
      await this.#log.put(server, UNFENCED, [{ ...claim, gone: true }]);
      return undefined;
    }
    const lease = { name, holder, token, until: now + ttlMs };
    if (grant !== undefined) await this.#carryOver(server, fenceOf(grant), fenceOf(lease));
    await this.#log.put(server, UNFENCED, [granted(lease)]);
    for (let look = 0; look < LOOKS; look += 1) {
      const { claims, grant: newest } = await this.#standing(server, name);
      if (newest?.token !== token) return undefined;
      if (!claims.some((other) => isRival(other, wish, token))) {
        if (grant !== undefined) await this.#dropFencesBefore(server, grant);
        return lease;
      }
      await this.#wait(LOOK_MS);
    }
    await this.#log.put(server, UNFENCED, [granted({ ...lease, until: 0 })]);
    return undefined;
  }

  /**
   * Whether a claim stands alone: then the grant that came before it, else "lost". Of claims with the same token the one
   * whose holder's name is first waits until the others have stepped back; all others step back at once.
   */
  async #outlive(server: Server, { name, holder, now }: LeaseWish, token: number): Promise<Lease | undefined | "lost"> {
    for (let look = 0; look < LOOKS; look += 1) {
      const { claims, grant } = await this.#standing(server, name);
      const isTaken = grant !== undefined && grant.holder !== holder && grant.until > now;
      if (isTaken || (grant?.token ?? 0) >= token) return "lost";
      const rivals = claims.filter((claim) => isRival(claim, { holder }, token - 1));
      if (rivals.length === 0) return grant;
      if (rivals.some((rival) => rival.token > token || rival.holder < holder)) return "lost";
      await this.#wait(LOOK_MS);
    }
    return "lost";
  }

  /** What one server knows after it has caught up. */
  async #standing(server: Server, name: string): Promise<Standing> {
    await this.#log.catchUp(server);
    const rows = await this.#log.select(
      server,
      all(oneOf("space", [text(CLAIM), text(GRANT)]), `fence = ${text(UNFENCED)}`, `scope = ${text(name)}`),
    );
    const claims = rows
      .filter(({ space }) => space === CLAIM)
      .map(({ body, gone = false }) => ({ ...(JSON.parse(body) as Omit<Claim, "gone">), gone }));
    const grants = rows.filter(({ space }) => space === GRANT).map(({ body }) => JSON.parse(body) as Lease);
    const [grant] = grants.sort((a, b) => b.token - a.token);
    return { claims, grant };
  }

  /** Copies what counts under one fence to the next one, which nobody reads before it is granted. */
  async #carryOver(server: Server, from: string, to: string): Promise<void> {
    const fenced = await this.#log.select(server, `fence = ${text(from)}`);
    const free = await this.#log.select(
      server,
      `fence = ${text(UNFENCED)} AND (space, key) IN (SELECT space, key FROM ${this.#log.table} WHERE fence = ${text(from)})`,
    );
    const newer = new Map(free.map((row) => [`${row.space}/${row.key}`, row]));
    const kept = fenced.filter((row) => {
      const other = newer.get(`${row.space}/${row.key}`);
      return other === undefined ? row.gone !== true : other.seq < row.seq;
    });
    for (let at = 0; at < kept.length; at += COPY_ROWS) {
      await this.#log.append(server, to, kept.slice(at, at + COPY_ROWS));
    }
  }

  async #isCarriedOver(server: Server, rows: readonly WrittenRow[], fence: string): Promise<boolean> {
    const [first, last] = [rows.at(0), rows.at(-1)];
    if (first === undefined || last === undefined) return true;
    const own = `seq >= ${integer(first.seq)} AND seq <= ${integer(last.seq)} AND writer = ${text(first.writer)}`;
    return (await this.#log.select(server, all(`fence = ${text(fence)}`, own))).length > 0;
  }

  /** The last holder's rows stay one more time: somebody may be reading them. */
  async #dropFencesBefore(server: Server, { name, token }: Lease): Promise<void> {
    const fences = await server.rows<readonly [string]>(`SELECT DISTINCT fence FROM ${this.#log.table}`);
    for (const [fence] of fences) {
      const [of, number] = fence.split("/");
      if (of !== name || !(Number(number) < token)) continue;
      await server.command(
        `ALTER TABLE ${this.#log.table} DROP PARTITION '${fenceOf({ name, token: Number(number) })}'`,
      );
    }
  }
}

/** The fences that count, by all grants there are. */
export function fencesIn(grants: readonly Pick<StateRow, "body">[]): readonly string[] {
  const newest = new Map<string, number>();
  for (const { body } of grants) {
    const { name, token } = JSON.parse(body) as Lease;
    newest.set(name, Math.max(token, newest.get(name) ?? 0));
  }
  return [UNFENCED, ...[...newest].map(([name, token]) => fenceOf({ name, token }))];
}

export function fenceOf({ name, token }: Pick<Lease, "name" | "token">): string {
  return `${name}/${token}`;
}

function granted(lease: Lease): StateRow {
  const { name, token } = lease;
  return { space: GRANT, key: `${name}/${token}`, at: lease.until, scope: name, body: JSON.stringify(lease) };
}

function claimBody(token: number, holder: string): string {
  return JSON.stringify({ token, holder });
}

/** Somebody else's claim, not taken back, above a token. */
function isRival({ token, holder, gone }: Claim, own: { readonly holder: string }, above: number): boolean {
  return !gone && holder !== own.holder && token > above;
}
