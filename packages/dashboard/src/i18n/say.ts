import type { en } from "./en.ts";
import type { ArgsOf } from "@weir/core/messages";

/** The message in some language; handed to pure code so that it knows no global. */
export type Say = <Key extends keyof typeof en>(key: Key, ...args: ArgsOf<(typeof en)[Key]>) => string;
