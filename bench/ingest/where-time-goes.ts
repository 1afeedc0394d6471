import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { measureOf, type Measure } from "../result/measure.ts";

/** What `node --cpu-prof` writes: a tree of functions, and which of them ran at each sample. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Rooms with less are added up as "the rest". Percent. */
const SHOWN = 2;

/** Shares of the main thread's busy time by room: a function's time belongs to the nearest room that called it. */
export async function whereTimeGoes(folder: string): Promise<readonly Measure[]> {
  const [file] = (await readdir(folder)).filter((name) => name.endsWith(".cpuprofile"));
  if (file === undefined) throw new Error(`No profile in ${folder}`);
  const times = timesByRoom(JSON.parse(await readFile(join(folder, file), "utf8")) as Profile);
  times.delete("(idle)");
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const shares = [...times].map(([room, time]) => ({ room, share: (100 * time) / total }));
  const shown = shares.filter(({ share }) => share >= SHOWN).sort((a, b) => b.share - a.share);
  const rest = 100 - shown.reduce((sum, { share }) => sum + share, 0);
  return [...shown, { room: "the rest", share: rest }].map(({ room, share }) =>
    measureOf(`of that, ${room}`, "% of the main thread", [share]),
  );
}

function timesByRoom({ nodes, samples, timeDeltas }: Profile): Map<string, number> {
  const rooms = new Map<number, string>();
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  // A node is listed before its children.
  for (const { id, callFrame } of nodes) rooms.set(id, roomOf(callFrame) ?? rooms.get(parents.get(id) ?? -1) ?? "node");
  const times = new Map<string, number>();
  samples.forEach((id, index) => {
    const room = rooms.get(id) ?? "node";
    times.set(room, (times.get(room) ?? 0) + (timeDeltas[index] ?? 0));
  });
  return times;
}

function roomOf({ functionName, url }: Profile["nodes"][number]["callFrame"]): string | undefined {
  if (/^\((?:idle|program|garbage collector)\)$/.test(functionName)) return functionName;
  const [, name, room] =
    /packages\/(core|collector)\/src\/([\w-]+(?:\/(?:journal|protobuf|sqlite)(?=\/))?)/.exec(url) ?? [];
  return name === undefined ? undefined : `${name}/${room}`;
}
