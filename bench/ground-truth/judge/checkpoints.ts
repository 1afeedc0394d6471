/** Numbers of requests of a route after which its verdicts are judged. */
export const CHECKPOINTS: readonly number[] = [1, 10, 30, 100, 300, 1000];
