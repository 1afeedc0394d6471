/** Of larger texts there is none: what decides a branch seldom comes in one. */
export const MAX_OUTLINED_TEXT = 131_072;
/** Levels of objects below the first whose fields are in an outline. */
export const OUTLINE_DEPTH = 4;
/** An object with more keys is a map from values to values. */
export const OUTLINE_KEYS = 60;
/** Longer texts are no words out of a few. */
export const OUTLINE_WORD = 24;

/**
 * What a condition can depend on in an answer: what is nothing, truth values, words, and which fields there are. Items
 * of lists are left out, and of larger objects all keys beyond one too many; other values stand for all of their kind.
 */
export type Outline = null | boolean | number | string | readonly unknown[] | OutlineObject;

export type OutlineObject = Readonly<Record<string, unknown>>;

export const EMPTY_LIST: readonly unknown[] = [];
export const FULL_LIST: readonly unknown[] = [0];
export const EMPTY_OBJECT: OutlineObject = {};
export const FULL_OBJECT: OutlineObject = { field: 0 };
export const SOME_TEXT = " ";
export const SOME_NUMBER = 1;
