/** Panels that tell how long the page itself took. */
const TIMES = /<section class="panel wide[^"]*">[^]*?<\/section>/g;
const UNSEEN = /<(script|style|head|template)\b[^]*?<\/\1>|<!--[^]*?-->|<[^>]*>/g;

/** What somebody reads on a page, without the times it was measured at; an answer that is no page as it is. */
export function visibleText(answer: string): string {
  if (!answer.startsWith("<")) return answer;
  return answer.replace(TIMES, " ").replace(UNSEEN, " ").replace(/\s+/g, " ").trim();
}
