/** A moment on a chart: `x` 0..1 of the width, `y` a value in its own unit. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An SVG path through the points; a gap in `x` wider than `gap` starts a new stroke, so that silence shows as silence. */
export function linePath(points: readonly Point[], top: number, width: number, height: number, gap: number): string {
  let path = "";
  let before: Point | undefined;
  for (const point of points) {
    const command = before === undefined || point.x - before.x > gap ? "M" : "L";
    path += `${command}${round(point.x * width)} ${round(height - (point.y / top) * height)}`;
    before = point;
  }
  return path;
}

/** The least round number (1, 2, 5 x 10^n) that no value exceeds. */
export function roundTop(values: readonly number[]): number {
  const highest = Math.max(...values, 0);
  if (highest === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  const factor = [1, 1.5, 2, 3, 5, 7.5, 10].find((candidate) => candidate * power >= highest) ?? 10;
  return factor * power;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
