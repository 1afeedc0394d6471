import { describe, expect, it } from "vitest";
import { hiddenFields, multipart } from "./server-action.ts";

describe("a Server Action's form", () => {
  it("gives the hidden fields of the form with entities decoded, and nothing from outside it", () => {
    const html = `<input type="hidden" name="other" value="x"/><form method="POST">
      <input type="hidden" name="$ACTION_REF_1"/><input type="hidden" name="$ACTION_1:0" value="{&quot;id&quot;:&quot;a&amp;b&quot;}"/>
      </form>`;
    expect([...hiddenFields(html)]).toEqual([
      ["$ACTION_REF_1", ""],
      ["$ACTION_1:0", '{"id":"a&b"}'],
    ]);
    expect(hiddenFields("<p>no form</p>").size).toBe(0);
  });

  it("is sent as multipart that the platform's own parser reads back", async () => {
    const { boundary, body } = multipart(new Map([["$ACTION_KEY", "k1"]]));
    const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
    const form = await new Response(body, { headers }).formData();
    expect([...form]).toEqual([["$ACTION_KEY", "k1"]]);
  });
});
