import { locale } from "../i18n/locale.svelte.ts";
import { navigation } from "../router/navigation.svelte.ts";
import { languageOf } from "../state/preferences.ts";
import { settings } from "../state/settings.svelte.ts";

/** The language that the address, the settings and the browser ask for. */
export function wantedLanguage(): "en" | "ko" {
  return languageOf(navigation.search["lang"], settings.chosen.language, navigator.languages);
}

/** Keeps theme, density and language of the document as the address and the settings say. Call while a component is set up. */
export function applyAppearance(): void {
  $effect(() => {
    const { dataset } = document.documentElement;
    dataset["theme"] = navigation.search["theme"] ?? settings.chosen.theme;
    dataset["density"] = settings.chosen.density;
  });
  $effect(() => void locale.use(wantedLanguage()));
}
