import type { Component } from "svelte";
import type { PageName, Place } from "../router/route-table.ts";
import RoutesPage from "./RoutesPage.svelte";

/** Every page takes the parameters in its path. */
export type PageView = Component<{ params: Place["params"] }>;

/** The first screen is in the first chunk; the others come when asked for. */
const LOADERS: Readonly<Record<PageName, () => unknown>> = {
  routes: () => ({ default: RoutesPage }),
  route: () => import("./RoutePage.svelte"),
  findings: () => import("./FindingsPage.svelte"),
  finding: () => import("./FindingPage.svelte"),
  trace: () => import("./TracePage.svelte"),
  deploys: () => import("./DeploysPage.svelte"),
  alerts: () => import("./AlertsPage.svelte"),
  status: () => import("./StatusPage.svelte"),
  setup: () => import("./SetupPage.svelte"),
  settings: () => import("./SettingsPage.svelte"),
};

export async function loadView(page: PageName): Promise<PageView> {
  const module = (await LOADERS[page]()) as { readonly default: PageView };
  return module.default;
}
