/** The pages in a real Chromium, served by a real collector: one start for all of them. */
import { afterAll, beforeAll } from "vitest";
import { startStage, stopStage } from "./dashboard/stage.ts";
import "./dashboard/first-look.ts";
import "./dashboard/keyboard.ts";
import "./dashboard/deciding.ts";
import "./dashboard/long-lists.ts";
import "./dashboard/outside.ts";
import "./dashboard/elsewhere.ts";
import "./dashboard/for-everybody.ts";
import "./dashboard/alerts.ts";
import "./dashboard/every-sentence.ts";
import "./dashboard/dialogs.ts";
import "./dashboard/deploys.ts";

beforeAll(startStage, 120_000);
afterAll(stopStage, 60_000);
