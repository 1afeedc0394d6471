type Labels = Readonly<Record<string, string>>;

export interface Counter {
  add(by?: number, labels?: Labels): void;
  /** Sum over all label sets, for Status. */
  readonly total: number;
}

/** Series per metric; what comes after is added up under `overflow="true"`, so that no input can grow the registry. */
export const MAX_SERIES = 200;

export const METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

const NAME = /^weir_[a-z0-9_]*[a-z0-9]$/;
const OVERFLOW = '{overflow="true"}';

/** Counters and gauges in the Prometheus text format. Label values come from fixed sets in the code, never from input. */
export class Metrics {
  readonly #metrics = new Map<string, { readonly head: string; readonly lines: () => readonly string[] }>();

  /** `name` ends in `_total`, as the format's naming rules ask of counters. */
  counter(name: string, help: string): Counter {
    if (!name.endsWith("_total")) throw new TypeError(`The counter ${name} must end in _total`);
    const series = new Map<string, number>();
    this.#register(name, help, "counter", () => [...series].map(([labels, value]) => `${name}${labels} ${value}`));
    return {
      add(by = 1, labels = {}) {
        const text = labelText(labels);
        const key = series.has(text) || series.size < MAX_SERIES ? text : OVERFLOW;
        series.set(key, (series.get(key) ?? 0) + by);
      },
      get total() {
        let total = 0;
        for (const value of series.values()) total += value;
        return total;
      },
    };
  }

  /** `read` is called when the metrics are asked for. */
  gauge(name: string, help: string, read: () => number): void {
    this.#register(name, help, "gauge", () => [`${name} ${read()}`]);
  }

  /** The same for one value per label set; at most `MAX_SERIES` of them are shown. */
  gauges(name: string, help: string, read: () => readonly (readonly [Labels, number])[]): void {
    this.#register(name, help, "gauge", () =>
      read()
        .slice(0, MAX_SERIES)
        .map(([labels, value]) => `${name}${labelText(labels)} ${value}`),
    );
  }

  text(): string {
    return [...this.#metrics.values()].map(({ head, lines }) => [head, ...lines(), ""].join("\n")).join("");
  }

  #register(name: string, help: string, type: "counter" | "gauge", lines: () => readonly string[]): void {
    if (!NAME.test(name)) throw new TypeError(`${name} is not a metric name of Weir`);
    if (this.#metrics.has(name)) throw new TypeError(`The metric ${name} exists already`);
    const text = help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
    this.#metrics.set(name, { head: `# HELP ${name} ${text}\n# TYPE ${name} ${type}`, lines });
  }
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
