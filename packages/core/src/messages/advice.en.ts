/** Why a finding comes without a patch, in English: what stands in the way, said to the one who edits by hand; and what a change brings along. */
export const adviceEn = {
  "advice.source-unavailable": "The source of this place is not known here.",
  "advice.stale-source": "The source at hand is not that of the build that ran. Run the newest code once more.",
  "advice.path-outside": "The file lies outside the project, or its name does not fit into a diff.",
  "advice.different-functions":
    "The calls stand in different functions. Start the later one where the earlier one is called, and pass the promise on.",
  "advice.different-blocks": "The calls stand in different blocks. Decide yourself whether both may always start.",
  "advice.not-a-declaration":
    "An awaited call is part of a larger expression. Give it a name of its own first: const a = await …",
  "advice.impure-arguments":
    "An argument is computed while the call is made. Starting earlier would run that code earlier too.",
  "advice.binding-reassigned": "A variable that the call uses is assigned again, so its value depends on the moment.",
  "advice.value-made-between": "A value that the call needs is made between the two lines.",
  "advice.state-between": "A value between the two lines is read from what the later call may change.",
  "advice.guard-between": "A condition between the two lines decides whether the later call runs at all.",
  "advice.exit-between": "A return or throw between the two lines can end the function before the later call.",
  "advice.try-between": "A try block between the two lines would catch other errors than it does now.",
  "advice.loop-between": "A loop between the two lines runs before the later call.",
  "advice.write-between": "Something is written between the two lines, and the later call may read it.",
  "advice.opaque-call-between": "Code between the two lines may have effects that the later call depends on.",
  "advice.other-await-between": "Another await stands between the two lines, and what it waits for is not known.",
  "advice.needed-call-between": "Another call between the two lines has to come first.",
  "advice.directive-comment": "A comment at this line steers a tool. Move line and comment together by hand.",
  "advice.in-transaction": "The calls run in a transaction: one connection, one statement after the other.",
  "advice.writes-too":
    "The function that makes this call changes something as well. Starting it earlier would change that earlier too.",
  "advice.nothing-to-move": "The calls already start as early as this function allows.",
  "advice.loop-form":
    "The loop is not of a form that can be rewritten safely. Collect the items first, then ask in rounds.",
  "advice.loop-carried": "A turn of the loop uses what an earlier turn gathered.",
  "advice.hooks-not-found": "The list of hooks was not found: sequence(…) with handles named in hooks.server.",
  "advice.hooks-apart":
    "Other hooks stand between these. Move them next to each other first, if their order allows it.",
  "advice.hooks-share": "The hooks touch the same part of event, so their order matters.",
  "advice.move-up": "Start the child's call in the parent, before its own await, and pass the promise down.",
  "advice.await-later": "Move the await down to the line that first uses the value.",

  "note.runs-anyway": "{later} then also runs when {earlier} fails.",
  "note.loop-goes-on": "The other calls of the loop then also run when one of them fails.",
  "note.not-asked": "Where the branch is not taken, the call is not made any more, and its failing ends nothing there.",
  "note.partly": "Some calls of this finding still wait: they could not be moved safely.",
  "note.graph":
    "The calls wait for one another in several layers. A library that takes such a graph, better-all for one, may read better than promises by hand.",
  "note.several-at-once": "Several calls are then under way at once. Check that the service behind them bears it.",
} as const;
