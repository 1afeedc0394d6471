import { adviceEn, reasonsEn } from "@weir/core/messages";
import type { Sentences } from "@weir/core/messages";

/** Reasons and advice in English: they come with the pages that show them. */
export const reasonSentences: Sentences = { ...reasonsEn, ...adviceEn };
