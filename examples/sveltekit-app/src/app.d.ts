import type { Tenant } from "#lib/server/tenant.ts";
import type { User } from "#lib/server/session.ts";

declare global {
  namespace App {
    interface Locals {
      user?: User;
      tenant?: Tenant;
      logLevel?: string;
    }
  }
}
