import type { NextConfig } from "next";

const workspace = `${import.meta.dirname}/../../../..`;

const config: NextConfig = {
  turbopack: { root: workspace },
  outputFileTracingRoot: workspace,
  poweredByHeader: false,
};

export default config;
