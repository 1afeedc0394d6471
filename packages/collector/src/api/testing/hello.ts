/** What an agent says of itself. */
export const HELLO = {
  service: "shop",
  env: "development",
  version: "v1",
  instance: "i1",
  pid: 4711,
  node: "24.21.0",
  agent: "0.1.0",
  framework: "next",
  evidence: { values: true, callSites: true, lineage: true, source: true },
};
