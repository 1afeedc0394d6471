import { mount } from "svelte";
import App from "./App.svelte";
import { locale } from "./i18n/locale.svelte.ts";
import { wantedLanguage } from "./layout/appearance.svelte.ts";
import { live } from "./live/live.svelte.ts";
import { recorded } from "./sample/sample.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";

const target = document.getElementById("app");
if (target === null) throw new Error("index.html has no #app");

// A Korean reader should not see English first.
await locale.use(wantedLanguage());
target.replaceChildren();
mount(App, { target });
if (recorded === undefined) live.start();
