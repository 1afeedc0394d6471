/** Milliseconds since the Unix epoch. Passed in, so that tests own time. */
export type Clock = () => number;
