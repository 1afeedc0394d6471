import type { Route } from "@weir/core";
import { t } from "../i18n/locale.svelte.ts";
import { navigation } from "../router/navigation.svelte.ts";
import { toasts } from "../state/toasts.svelte.ts";

/**
 * A small notice when the first finding appears on a page that had none: whoever just set Weir up learns that it works.
 * `routes` are all routes of the scope, nothing until they are known. Call while a component is set up.
 */
export function announceFirstFinding(routes: () => readonly Route[] | undefined): void {
  let none = false;
  $effect(() => {
    const known = routes();
    if (known === undefined) return;
    const found = known.find((route) => route.findings > 0);
    if (found === undefined) none = true;
    else if (none) {
      none = false;
      const href = navigation.href(
        { page: "route", params: { key: found.key } },
        { svc: found.service, env: found.env },
      );
      toasts.show(t("routes.firstFinding"), { label: t("routes.firstFinding.show"), run: () => navigation.go(href) });
    }
  });
}
