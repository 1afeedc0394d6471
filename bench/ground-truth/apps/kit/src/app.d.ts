import type { Market, Strings } from "#lib/server/hooks/store.ts";
import type { Tenant, Viewer } from "#lib/server/hooks/portal.ts";
import type { PlanLimits, Workspace } from "#lib/server/hooks/workspace.ts";

declare global {
  namespace App {
    interface Locals {
      tenant?: Tenant;
      viewer?: Viewer | null;
      flags?: Readonly<Record<string, boolean>>;
      market?: Market;
      strings?: Strings;
      workspace?: Workspace;
      limits?: PlanLimits | Promise<PlanLimits>;
      staffId?: string;
    }
  }
}
