import { untrack } from "svelte";
import type { MessageKey } from "../i18n/locale.svelte.ts";
import { settings } from "../state/settings.svelte.ts";
import { isSingle, nameOf, Sequences } from "./keys.ts";

/** Something a reader can do by key or from the palette. */
export interface Command {
  /** Message without parameters. */
  readonly label: MessageKey;
  readonly keys: readonly string[];
  readonly group: "go" | "list" | "timeline" | "finding" | "general";
  readonly run: () => void;
}

/** How long Enter waits for the list that it was pressed for, ms. */
const PATIENCE = 10_000;
/** What may be typed ahead. */
const MOST_HELD = 100;

class Commands {
  #active = $state.raw<readonly Command[]>([]);
  /** The page shown is about to give way to another: keys mean the other one. */
  leaving = false;
  /** Letters typed while the field they are meant for is on its way. */
  #held: string | undefined;
  /** Enter came before the list of its page. */
  #early: { readonly at: number; readonly path: string } | undefined;
  readonly #sequences = new Sequences(() => performance.now());

  /** Newest first, so that a page's own command wins over a general one of the same key. */
  get active(): readonly Command[] {
    return this.#active;
  }

  /** Adds commands for as long as a component lives. Call while it is set up. */
  use(commands: readonly Command[]): void {
    $effect(() => this.add(commands));
  }

  /** Adds commands until what it returns is called. */
  add(commands: readonly Command[]): () => void {
    untrack(() => (this.#active = [...commands, ...this.#active]));
    this.#catchUp(commands);
    return () => {
      this.#active = this.#active.filter((command) => !commands.includes(command));
    };
  }

  /** What was typed until `coming` came: letters for a field on its way are no commands of the page below it. */
  async hold<Come>(coming: Promise<Come>): Promise<{ readonly come: Come; readonly typed: string }> {
    this.#held = "";
    try {
      const come = await coming;
      return { come, typed: this.#held };
    } finally {
      this.#held = undefined;
    }
  }

  press(event: KeyboardEvent): void {
    this.#early = undefined;
    const name = nameOf(event);
    if (this.#held !== undefined) {
      if (name === undefined || !isSingle(name)) return;
      this.#held = (this.#held + name).slice(0, MOST_HELD);
      event.preventDefault();
      return;
    }
    if (name === undefined || event.defaultPrevented || this.#typing(event, name) || this.#blocked(event)) return;
    if (this.leaving && name === "Enter") {
      this.#wait();
      return;
    }
    const single = settings.chosen.shortcuts;
    const keys = this.#sequences.press(name, (key) => single && this.#starts(key));
    const command = this.#active.find((one) => keys !== undefined && one.keys.includes(keys));
    if (command === undefined && keys === "Enter") this.#wait();
    if (command === undefined || (!single && isSingle(keys ?? ""))) return;
    event.preventDefault();
    command.run();
  }

  #wait(): void {
    this.#early = { at: performance.now(), path: location.pathname };
  }

  /** A page's list has come: Enter may have been quicker. */
  #catchUp(commands: readonly Command[]): void {
    const early = this.#early;
    const open = commands.find(({ keys }) => keys.includes("Enter"));
    if (early === undefined || open === undefined) return;
    this.#early = undefined;
    if (early.path === location.pathname && performance.now() - early.at < PATIENCE) open.run();
  }

  #starts(key: string): boolean {
    return this.#active.some((command) => command.keys.some((keys) => keys.startsWith(`${key} `)));
  }

  /** Keys that belong to a text field or a list of choices. */
  #typing(event: KeyboardEvent, name: string): boolean {
    return !name.startsWith("mod+") && within(event, "input, textarea, select, [contenteditable]");
  }

  /** Under an open dialog the page's keys rest; Enter and Space belong to the button or link that has the focus. */
  #blocked(event: KeyboardEvent): boolean {
    if (document.querySelector("dialog[open], :popover-open") !== null) return true;
    return (event.key === "Enter" || event.key === " ") && within(event, "a[href], button, summary");
  }
}

function within(event: Event, selector: string): boolean {
  return event.target instanceof Element && event.target.closest(selector) !== null;
}

export const commands: Commands = new Commands();
