/** Of this package; a test holds it equal to package.json. */
export const AGENT_VERSION = "0.1.0";
