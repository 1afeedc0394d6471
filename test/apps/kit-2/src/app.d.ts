import type { Tenant } from "$lib/server/handle-tenant";
import type { User } from "$lib/server/handle-auth";

declare global {
  namespace App {
    interface Locals {
      user?: User;
      tenant?: Tenant;
      theme?: string;
    }
  }
}
