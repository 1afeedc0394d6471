import type { ErrorCode } from "../../errors.ts";
import type { Durability } from "./open-database.ts";

export interface WorkerSettings {
  readonly role: "reader" | "writer";
  readonly folder: string;
  readonly durability: Durability;
}

export interface CallMessage {
  readonly id: number;
  readonly name: string;
  readonly args: readonly unknown[];
}

export interface SentError {
  readonly code?: ErrorCode;
  readonly name: string;
  readonly message: string;
  readonly hint?: string;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly cause?: string;
}

export type AnswerMessage =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: SentError };
