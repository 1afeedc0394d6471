import type { Load } from "./drive.ts";
import type { MeasuredApp } from "./measured-app.ts";
import { quantile, type Spread, spreadOf } from "./statistics.ts";

export interface MeasuredLoad extends Load {
  /** Rounds before the first that counts. */
  readonly warmUp: number;
}

export interface Round {
  readonly load: string;
  readonly app: string;
  readonly cpuMicros: number;
  readonly p50: number;
  readonly p99: number;
}

type Field = "cpuMicros" | "p50" | "p99";

/** Measured rounds, in the order they ran; every app once in each. */
export class Rounds {
  readonly all: Round[] = [];

  values(load: string, app: string, field: Field): readonly number[] {
    return this.all.filter((round) => round.load === load && round.app === app).map((round) => round[field]);
  }

  /** Round by round, so that what else the machine does falls on both. */
  ratios(load: string, app: string, base: string, field: Field): readonly number[] {
    const bases = this.values(load, base, field);
    return this.values(load, app, field).map((value, index) => value / (bases[index] ?? Number.NaN));
  }

  /** Drives the apps in turn. The order changes, so that nobody always runs behind the same neighbour. */
  async measure(name: string, load: MeasuredLoad, apps: readonly MeasuredApp[], count: number): Promise<void> {
    for (let round = -load.warmUp; round < count; round += 1) {
      process.stderr.write(`\r${name}: round ${round + 1} of ${count} `);
      for (const app of round % 2 === 0 ? apps : apps.toReversed()) {
        const { cpuMicros, latencies } = await app.run(load);
        if (round < 0) continue;
        const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
        this.all.push({ load: name, app: app.name, cpuMicros, p50, p99 });
      }
    }
    process.stderr.write("\n");
  }

  print(load: string, apps: readonly string[]): void {
    console.log(`\n${load}`.padEnd(26), "µs   / none               / opentelemetry      p50 ms  p99 ms  p99 / none");
    for (const app of apps) {
      const middle = (field: Field): number => spreadOf(this.values(load, app, field)).median;
      console.log(
        app.padEnd(24),
        middle("cpuMicros").toFixed(0).padStart(5),
        shown(spreadOf(this.ratios(load, app, "none", "cpuMicros"))),
        shown(spreadOf(this.ratios(load, app, "opentelemetry", "cpuMicros"))),
        middle("p50").toFixed(1).padStart(7),
        middle("p99").toFixed(1).padStart(7),
        shown(spreadOf(this.ratios(load, app, "none", "p99"))),
      );
    }
  }
}

function shown({ median, min, max }: Spread): string {
  return `${median.toFixed(2).padStart(5)} (${min.toFixed(2)}–${max.toFixed(2)})`;
}
