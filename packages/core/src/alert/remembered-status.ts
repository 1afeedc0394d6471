import type { FindingStatus } from "../api/types.ts";
import { isOpen, type Life } from "./life.ts";

/**
 * What counts say of a finding, corrected by what is remembered of it: a fix is one only when it was called so (nothing
 * is while data is dropped), and what got worse or came back stays so until something else happens.
 */
export function rememberedStatus(counted: FindingStatus, life: Pick<Life, "status"> | undefined): FindingStatus {
  if (life === undefined) return counted;
  const { status } = life;
  if (counted === "resolved") return isOpen(status) ? status : counted;
  return isOpen(counted) && (status === "escalating" || status === "regressed") ? status : counted;
}
