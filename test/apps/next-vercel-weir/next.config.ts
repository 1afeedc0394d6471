import type { NextConfig } from "next";

const root = `${import.meta.dirname}/../../..`;
const config: NextConfig = { turbopack: { root }, outputFileTracingRoot: root };

export default config;
