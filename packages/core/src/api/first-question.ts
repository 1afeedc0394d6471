/** What the first page asks the API for, below `/api/v1`: a collector keeps an answer to it at hand. */
export const FIRST_QUESTION = "routes?limit=200";

/** Seconds by which an answer that a page shows at first may be older, until the one of this moment has come. */
export const FIRST_ANSWER_AGE = 300;
