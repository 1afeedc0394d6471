import { adviceKo } from "./advice.ko.ts";
import { alertWordsKo } from "./alert-words.ko.ts";
import { reasonsKo } from "./reasons.ko.ts";
import { termsKo } from "./terms.ko.ts";

/** What pages show, in Korean. No particle follows a filled-in value: which one depends on a sound not known here. */
export const pagesKo: typeof termsKo & typeof reasonsKo & typeof adviceKo & typeof alertWordsKo = {
  ...termsKo,
  ...reasonsKo,
  ...adviceKo,
  ...alertWordsKo,
};
