import type { ReactNode } from "react";
import { getFlags } from "@/lib/content/cms";

interface Props {
  tenant: string;
  flag: string;
  children: ReactNode;
}

/** Shows its children where the tenant has the flag. */
export async function FeatureGate({ tenant, flag, children }: Props) {
  const flags = await getFlags(tenant);
  return flags[flag] === true ? children : null;
}
