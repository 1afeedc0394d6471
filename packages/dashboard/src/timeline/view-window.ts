/** The stretch of a request that the lanes show, in ms since its start; `from < to`. */
export interface ViewWindow {
  readonly from: number;
  readonly to: number;
}

/** Where something lies in a lane, in percent of the lane's width; always within 0..100. */
export interface Box {
  readonly left: number;
  readonly width: number;
}

/** Closest zoom, in ms: below this a tick would have no readable number. */
const NARROWEST = 0.05;

export function wholeWindow(duration: number): ViewWindow {
  return { from: 0, to: Math.max(duration, NARROWEST) };
}

/** Percent of the lane's width; may lie outside 0..100. */
export function positionOf(moment: number, view: ViewWindow): number {
  return ((moment - view.from) / (view.to - view.from)) * 100;
}

/** The visible part of a stretch of time; nothing when it lies wholly outside. */
export function boxOf(start: number, end: number, view: ViewWindow): Box | undefined {
  if (end < view.from || start > view.to) return undefined;
  const left = Math.max(0, positionOf(start, view));
  const right = Math.min(100, positionOf(end, view));
  return { left, width: Math.max(0, right - left) };
}

/** Reads `12-240`; the whole request when absent or meaningless. */
export function parseWindow(text: string | undefined, duration: number): ViewWindow {
  const whole = wholeWindow(duration);
  const match = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text ?? "");
  if (match === null) return whole;
  return fit({ from: Number(match[1]), to: Number(match[2]) }, whole);
}

/** `12-240`; nothing for the whole request. */
export function windowText(view: ViewWindow, duration: number): string {
  const whole = wholeWindow(duration);
  if (view.from <= whole.from && view.to >= whole.to) return "";
  return `${round(view.from)}-${round(view.to)}`;
}

/** `factor` 2 shows half as much around `centre` (ms); 0.5 shows twice as much. */
export function zoomBy(view: ViewWindow, factor: number, duration: number, centre?: number): ViewWindow {
  const about = centre ?? (view.from + view.to) / 2;
  return fit(
    { from: about - (about - view.from) / factor, to: about + (view.to - about) / factor },
    wholeWindow(duration),
  );
}

/** Moves by a share of what is shown; stops at the ends. */
export function panBy(view: ViewWindow, share: number, duration: number): ViewWindow {
  const length = view.to - view.from;
  const whole = wholeWindow(duration);
  const from = Math.min(Math.max(whole.from, view.from + length * share), whole.to - length);
  return { from, to: from + length };
}

/** Most marks on the axis; about five read best. */
const MOST_TICKS = 6;

/** Evenly spaced round moments inside the window: as many as there may be, at most six. */
export function ticksOf(view: ViewWindow): readonly number[] {
  let step = 10 ** Math.floor(Math.log10((view.to - view.from) / MOST_TICKS));
  let ticks = momentsOf(view, step);
  for (let next = 0; ticks.length > MOST_TICKS; next = (next + 1) % FACTORS.length) {
    step *= FACTORS[next] ?? 1;
    ticks = momentsOf(view, step);
  }
  return ticks;
}

/** From 1 to 2 to 5 to 10 of a power of ten. */
const FACTORS = [2, 2.5, 2] as const;

function momentsOf(view: ViewWindow, step: number): readonly number[] {
  const first = Math.ceil(view.from / step - 1e-9);
  const count = Math.max(0, Math.floor(view.to / step + 1e-9) - first + 1);
  return Array.from({ length: count }, (_all, index) => Number(((first + index) * step).toPrecision(12)));
}

function fit(wanted: ViewWindow, whole: ViewWindow): ViewWindow {
  if (!(wanted.to - wanted.from > 0)) return whole;
  const length = Math.min(Math.max(wanted.to - wanted.from, NARROWEST), whole.to - whole.from);
  const from = Math.min(Math.max(whole.from, wanted.from), whole.to - length);
  return { from, to: from + length };
}

function round(moment: number): number {
  return Math.round(moment * 100) / 100;
}
