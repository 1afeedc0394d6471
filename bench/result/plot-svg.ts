import type { Plot } from "./measure.ts";

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [520, 240, 60, 40, 24] as const;
const COLOURS = ["#2a78d6", "#d6632a", "#2aa06a", "#8a4fd6"];

/** Work and cost on logarithmic axes: what is linear has the slope of the diagonal. */
export function plotSvg({ title, x, y, lines }: Plot): string {
  const points = lines.flatMap(({ points: some }) => some).filter(([a, b]) => a > 0 && b > 0);
  const [fromX, toX] = rangeOf(points.map(([a]) => a));
  const [fromY, toY] = rangeOf(points.map(([, b]) => b));
  const atX = (value: number): number => LEFT + ((Math.log10(value) - fromX) / (toX - fromX)) * (WIDTH - LEFT - 16);
  const atY = (value: number): number =>
    HEIGHT - BOTTOM - ((Math.log10(value) - fromY) / (toY - fromY)) * (HEIGHT - BOTTOM - TOP);
  const paths = lines.map(({ name, points: some }, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? "currentColor";
    const line = some.map(([a, b], number) => `${number === 0 ? "M" : "L"}${atX(a).toFixed(1)} ${atY(b).toFixed(1)}`);
    const dots = some.map(
      ([a, b]) => `<circle cx="${atX(a).toFixed(1)}" cy="${atY(b).toFixed(1)}" r="3" fill="${colour}"/>`,
    );
    return `<path d="${line.join("")}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join("")}<text x="${WIDTH - 10}" y="${TOP + index * 16}" text-anchor="end" fill="${colour}" font-size="12">${name}</text>`;
  });
  const text = 'fill="currentColor" font-size="12"';
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" role="img" aria-label="${title}">
<text x="${LEFT}" y="14" ${text}>${title}</text>
<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - 10}" fill="none" stroke="currentColor" opacity="0.4"/>
${decades(fromX, toX)
  .map(
    (value) =>
      `<text x="${atX(10 ** value)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle" ${text}>${short(10 ** value)}</text>`,
  )
  .join("")}
${decades(fromY, toY)
  .map(
    (value) =>
      `<text x="${LEFT - 6}" y="${atY(10 ** value) + 4}" text-anchor="end" ${text}>${short(10 ** value)}</text>`,
  )
  .join("")}
<text x="${WIDTH / 2}" y="${HEIGHT - 6}" text-anchor="middle" ${text}>${x}</text>
<text x="4" y="${TOP}" ${text}>${y}</text>
${paths.join("\n")}
</svg>`;
}

/** Whole powers of ten around the values; at least one decade. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  return [low, Math.max(high, low + 1)];
}

function decades(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function short(value: number): string {
  if (value >= 1_000_000) return `${value / 1_000_000} M`;
  return value >= 1000 ? `${value / 1000} k` : String(value);
}
