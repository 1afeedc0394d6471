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

class Commands {
  #active = $state.raw<readonly Command[]>([]);
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
    return () => {
      this.#active = this.#active.filter((command) => !commands.includes(command));
    };
  }

  press(event: KeyboardEvent): void {
    const name = nameOf(event);
    if (name === undefined || event.defaultPrevented || this.#typing(event, name) || this.#blocked(event)) return;
    const single = settings.chosen.shortcuts;
    const keys = this.#sequences.press(name, (key) => single && this.#starts(key));
    const command = this.#active.find((one) => keys !== undefined && one.keys.includes(keys));
    if (command === undefined || (!single && isSingle(keys ?? ""))) return;
    event.preventDefault();
    command.run();
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
