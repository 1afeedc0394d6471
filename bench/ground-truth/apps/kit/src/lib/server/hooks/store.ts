import { sequence, type Handle } from "@sveltejs/kit/hooks";
import { getJson } from "../http.ts";

export interface Market {
  code: string;
  currency: string;
  catalogId: string;
}

export type Strings = Readonly<Record<"basket" | "soldOut" | "title", string>>;

const SUPPORTED = ["en", "de", "fr", "ko"];

function localeOf(acceptLanguage: string | null): string {
  const wanted = (acceptLanguage ?? "").split(",").map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find((locale) => SUPPORTED.includes(locale)) ?? "en";
}

const withMarket: Handle = async ({ event, resolve }) => {
  const country = event.request.headers.get("cf-ipcountry") ?? "DE";
  event.locals.market = await getJson<Market>(`/markets/${country}`);
  return resolve(event);
};

const withStrings: Handle = async ({ event, resolve }) => {
  const locale = localeOf(event.request.headers.get("accept-language"));
  const strings = await getJson<Strings>(`/translations/${locale}`);
  return resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace('<html lang="en"', `<html lang="${locale}"`).replaceAll("[[basket]]", strings.basket),
  });
};

export const storeArea: Handle = sequence(withMarket, withStrings);

/** The page needs the market, but the words only when its markup is there. */
export const storeFastArea: Handle = async ({ event, resolve }) => {
  const locale = localeOf(event.request.headers.get("accept-language"));
  const strings = getJson<Strings>(`/translations/${locale}`);
  strings.catch(() => undefined);
  const country = event.request.headers.get("cf-ipcountry") ?? "DE";
  event.locals.market = await getJson<Market>(`/markets/${country}`);
  return resolve(event, {
    transformPageChunk: async ({ html }) =>
      html.replace('<html lang="en"', `<html lang="${locale}"`).replaceAll("[[basket]]", (await strings).basket),
  });
};
