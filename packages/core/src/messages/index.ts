export { adviceEn } from "./advice.en.ts";
export { alertsEn } from "./alerts.en.ts";
export * from "./count.ts";
export * from "./duration.ts";
export * from "./finding-title.ts";
export * from "./message.ts";
export { reasonsEn } from "./reasons.en.ts";
export * from "./say.ts";
export { termsEn } from "./terms.en.ts";
