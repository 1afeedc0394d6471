export * from "./accounts";
export * from "./request";
export * from "./site";
