/** Tells whoever started this process what it has used so far. Loaded by `--import`. */
process.on("message", (message) => {
  if (message === "collect") globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, rss } = process.memoryUsage();
  process.send({ cpuMicros: user + system, heapUsed, rss });
});
process.on("disconnect", () => process.exit(0));
