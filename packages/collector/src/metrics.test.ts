import { describe, expect, it } from "vitest";
import { MAX_SERIES, Metrics } from "./metrics.ts";

describe("Metrics", () => {
  it("writes counters and gauges in the Prometheus text format", () => {
    const metrics = new Metrics();
    const spans = metrics.counter("weir_spans_total", "Spans taken");
    metrics.gauge("weir_open_spans", "Spans held", () => 7);
    spans.add(2, { type: "json" });
    spans.add(3, { type: "protobuf" });
    spans.add(1, { type: "json" });
    expect(metrics.text()).toBe(
      [
        "# HELP weir_spans_total Spans taken",
        "# TYPE weir_spans_total counter",
        'weir_spans_total{type="json"} 3',
        'weir_spans_total{type="protobuf"} 3',
        "# HELP weir_open_spans Spans held",
        "# TYPE weir_open_spans gauge",
        "weir_open_spans 7",
        "",
      ].join("\n"),
    );
    expect(spans.total).toBe(6);
  });

  it("escapes what would end a line or a label", () => {
    const metrics = new Metrics();
    metrics.counter("weir_odd_total", "one\ntwo\\").add(1, { to: 'a"b\\c\nd' });
    expect(metrics.text()).toContain("# HELP weir_odd_total one\\ntwo\\\\\n");
    expect(metrics.text()).toContain('weir_odd_total{to="a\\"b\\\\c\\nd"} 1\n');
  });

  it("stops adding series at the bound and loses no count", () => {
    const metrics = new Metrics();
    const counter = metrics.counter("weir_wide_total", "Many labels");
    for (let i = 0; i < MAX_SERIES + 5; i++) counter.add(1, { i: String(i) });
    counter.add(1, { i: "0" });
    expect(counter.total).toBe(MAX_SERIES + 6);
    expect(metrics.text()).toContain('weir_wide_total{overflow="true"} 5\n');
    expect(metrics.text()).toContain('weir_wide_total{i="0"} 2\n');
  });

  it("refuses a second metric of the same name and names that break the rules", () => {
    const metrics = new Metrics();
    metrics.gauge("weir_open", "", () => 0);
    expect(() => metrics.gauge("weir_open", "", () => 0)).toThrow("exists already");
    expect(() => metrics.counter("weir_open_things", "")).toThrow("_total");
    expect(() => metrics.gauge("open things", "", () => 0)).toThrow("not a metric name");
  });
});
