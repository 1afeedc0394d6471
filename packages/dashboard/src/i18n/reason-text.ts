import { saidIn } from "@weir/core/messages";
import type { Params, Part } from "@weir/core/messages";
import { locale } from "./locale.svelte.ts";
import { reasonSentences } from "./reasons.en.ts";
import { withoutHoles } from "./without-holes.ts";

/** The sentence of a reason or of an advice in pieces; a code this build does not know stands for itself. */
export function reasonParts(reason: string, detail: Params): readonly Part[] {
  return withoutHoles(saidIn(locale.part("reasons", reasonSentences), reason, detail, locale.language));
}
