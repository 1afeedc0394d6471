import { expect, it } from "vitest";
import { answerBytes } from "./answer-bytes.ts";

it("gives an answer of the bound whole, and hangs up on a longer one, which may have no end", async () => {
  expect((await answerBytes(new Response("abcd"), 4)).toString()).toBe("abcd");
  let isCancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(Buffer.from("ab")),
    cancel: () => {
      isCancelled = true;
    },
  });
  await expect(answerBytes(new Response(endless), 4)).rejects.toMatchObject({ code: "WEIR_ANSWER_TOO_LARGE" });
  expect(isCancelled).toBe(true);
});
