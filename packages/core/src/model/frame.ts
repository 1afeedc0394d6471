/** One line of a call's stack. */
export interface Frame {
  /** Path as the runtime printed it, or the user's source path once `mapped`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  readonly function?: string;
  /** True for `at async f`: f waits for the frames above it. */
  readonly async: boolean;
  /** In which place of a `Promise.all` f waits for the frames above it; 0-based. */
  readonly member?: number;
  /** True once the position is in the source the user wrote. */
  readonly mapped: boolean;
}
