/** Breaks the agent from inside: a probe of which every part throws, whenever it is asked. */
globalThis[Symbol.for("@weir/agent/lineage")] = new Proxy(
  {},
  {
    get: (_, name) => () => {
      throw new Error(`sabotage of ${String(name)}`);
    },
  },
);
