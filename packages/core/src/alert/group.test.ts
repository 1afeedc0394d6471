import { describe, expect, it } from "vitest";
import { afterSending, countsOf, dueAt, emptyGroup, MAX_WAITING, withNotice } from "./group.ts";
import { messageOf, unnamed } from "./message.ts";
import type { Notice } from "./state-change.ts";

const PACE = { waitMs: 30, intervalMs: 300 };

function notice(id: string, fields: Partial<Notice> = {}): Notice {
  return {
    id,
    at: 1_000,
    cause: "finding.opened",
    by: "weir",
    reason: "life.new",
    rule: "new",
    severity: "warning",
    ...fields,
  };
}

describe("a group", () => {
  it("waits a little for more, then for its interval", () => {
    const empty = emptyGroup("slack", {});
    expect(dueAt(empty, PACE)).toBeUndefined();
    const one = withNotice(empty, notice("a"));
    expect(dueAt(one, PACE)).toBe(1_030);
    expect(dueAt(withNotice(one, notice("b", { at: 1_020 })), PACE)).toBe(1_030);
    const sent = afterSending(one, 1_030);
    expect(dueAt(sent, PACE)).toBeUndefined();
    expect(dueAt(withNotice(sent, notice("c", { at: 1_040 })), PACE)).toBe(1_330);
    expect(dueAt(withNotice(sent, notice("c", { at: 9_000 })), PACE)).toBe(9_030);
  });

  it("tells one change once", () => {
    const group = withNotice(withNotice(emptyGroup("slack", {}), notice("a")), notice("a"));
    expect(group.waiting).toHaveLength(1);
  });

  it("counts what is beyond its bound, and keeps what matters most", () => {
    let group = emptyGroup("slack", {});
    for (let index = 0; index < MAX_WAITING + 10; index += 1) group = withNotice(group, notice(`n${index}`));
    group = withNotice(group, notice("urgent", { severity: "critical", cause: "finding.regressed" }));
    expect(group.waiting).toHaveLength(MAX_WAITING);
    expect(group.waiting[0]?.id).toBe("urgent");
    expect(countsOf(group)).toEqual({ "finding.opened": MAX_WAITING + 10, "finding.regressed": 1 });
    expect(unnamed(messageOf(group, "m", 0))).toBe(MAX_WAITING + 11 - 5);
  });
});
