import { report } from "../report/report.ts";
import { pathOf, placeOf } from "./route-table.ts";
import type { Place } from "./route-table.ts";
import { scopeOf, searchOf, searchText } from "./search.ts";
import type { Search } from "./search.ts";

/** Stands for the missing origin of a report's addresses. */
const NOWHERE = "http://report.invalid";

const start: Pick<Location, "pathname" | "search"> = report === undefined ? location : new URL(report.start, NOWHERE);

/** Where the reader is. The address is the state: going back, reloading and sending the link all work. */
class Navigation {
  #path = $state(start.pathname);
  #query = $state(start.search);

  /** Path in front of every page: `/`, or what a proxy put there. */
  readonly base: string = report === undefined ? new URL(document.baseURI).pathname.replace(/[^/]*$/, "") : "/";

  /** Nothing when the address stands for no page. */
  readonly place: Place | undefined = $derived(placeOf(this.#below(this.#path)));

  readonly search: Search = $derived(
    // An address of no page still has a language and a theme.
    searchOf(this.place?.page ?? "settings", new URLSearchParams(this.#query)),
  );

  constructor() {
    if (report === undefined) addEventListener("popstate", () => this.#read(location));
  }

  /** The address of a page; the scope (service, environment, version, time) goes along. */
  href(place: Place, own: Search = {}): string {
    const search = searchOf(place.page, new URLSearchParams({ ...scopeOf(this.search), ...own }));
    return this.base + pathOf(place).slice(1) + searchText(search);
  }

  go(href: string, replace = false): void {
    // A file has no addresses but its own: a report keeps its state to itself.
    if (report !== undefined) this.#read(new URL(href, NOWHERE));
    else {
      // Where the reader already is takes no second entry.
      const stays = new URL(href, location.href).href === location.href;
      history[replace || stays ? "replaceState" : "pushState"](null, "", href);
      this.#read(location);
    }
  }

  /** Changes parts of the state of this page; an empty text removes one. Replaces the entry unless the change is a step. */
  set(changes: Search, step = false): void {
    const search = Object.fromEntries(
      Object.entries({ ...this.search, ...changes }).filter(([, value]) => value !== ""),
    );
    const text = searchText(search);
    if (text !== this.#query) this.go(this.#path + text, !step);
  }

  /** Follows a click on a link to one of our pages; true when it did. */
  follow(event: MouseEvent): boolean {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return false;
    const link = (event.target as Element | null)?.closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.target !== "" || link.hasAttribute("download")) return false;
    const url = report === undefined ? new URL(link.href) : new URL(link.getAttribute("href") ?? "", NOWHERE);
    if ((report === undefined && url.origin !== location.origin) || placeOf(this.#below(url.pathname)) === undefined)
      return false;
    event.preventDefault();
    if (url.href !== location.href) this.go(url.pathname + url.search);
    return true;
  }

  #read({ pathname, search }: Pick<Location, "pathname" | "search">): void {
    this.#path = pathname;
    this.#query = search;
  }

  #below(path: string): string {
    return path.startsWith(this.base) ? `/${path.slice(this.base.length)}` : path;
  }
}

export const navigation: Navigation = new Navigation();
