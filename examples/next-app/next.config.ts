import type { NextConfig } from "next";

const config: NextConfig = {
  // The apps are built side by side with other workspaces: say which directory is the root.
  turbopack: { root: `${import.meta.dirname}/../..` },
  outputFileTracingRoot: `${import.meta.dirname}/../..`,
  poweredByHeader: false,
};

export default config;
