import type { CodeFrame, Frame } from "@weir/core";
import { isParsed, type SourceProject } from "../analysis/project/source-project.ts";

/** Lines shown before the first and after the last call. */
const AROUND = 3;
/** Lines of one frame; calls further apart than this are shown from the first on. */
const MAX_LINES = 60;
const MAX_LINE_LENGTH = 400;
const MAX_FILES = 4;

/** The lines around the calls of a finding, one frame per file, in the order in which the calls are made. */
export function codeFrames(project: SourceProject, calls: readonly (readonly Frame[])[]): readonly CodeFrame[] {
  const byFile = new Map<string, { line: number; call: number }[]>();
  calls.forEach((frames, call) => {
    const frame = sharedFrame(frames, calls);
    if (frame === undefined) return;
    const marks = byFile.get(frame.file) ?? [];
    byFile.set(frame.file, marks);
    marks.push({ line: frame.line, call });
  });
  return [...byFile].slice(0, MAX_FILES).flatMap(([file, marks]) => codeFrame(project, file, marks));
}

/**
 * The frame that tells the calls apart: the innermost function that most of them were made in; where they share none
 * (components, hooks, loads), the outermost place that is this call's alone.
 */
function sharedFrame(frames: readonly Frame[], calls: readonly (readonly Frame[])[]): Frame | undefined {
  const inSame = (frame: Frame): number =>
    calls.filter((others) => others.some((other) => isSameFunction(other, frame) && !isSamePlace(other, frame))).length;
  const isOwn = (frame: Frame): boolean =>
    calls.every((others) => others === frames || !others.some((other) => isSamePlace(other, frame)));
  return frames.find((frame) => inSame(frame) > 0) ?? frames.findLast(isOwn) ?? frames[0];
}

function isSameFunction(a: Frame, b: Frame): boolean {
  return a.file === b.file && a.function === b.function;
}

function isSamePlace(a: Frame, b: Frame): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

function codeFrame(
  project: SourceProject,
  file: string,
  marks: readonly { line: number; call: number }[],
): CodeFrame[] {
  const parsed = project.file(file);
  if (!isParsed(parsed)) return [];
  const text = parsed.text.split(/\r?\n/);
  const lines = marks.map(({ line }) => line);
  const firstLine = Math.max(1, Math.min(...lines) - AROUND);
  const lastLine = Math.min(text.length, Math.max(...lines) + AROUND, firstLine + MAX_LINES - 1);
  return [
    {
      file,
      firstLine,
      lines: text.slice(firstLine - 1, lastLine).map((line) => line.slice(0, MAX_LINE_LENGTH)),
      marks: marks.filter(({ line }) => line <= lastLine),
    },
  ];
}
