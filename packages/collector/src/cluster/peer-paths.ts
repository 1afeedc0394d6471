/** Where collectors talk to each other. A load balancer need not let anybody else get there. */
export const PEER_PREFIX = "/peer/v1";

/** Takes spans that are at home at the collector asked, and hands none of them on. */
export const PEER_TRACES_PATH: string = `${PEER_PREFIX}/traces`;

/** What agents told one collector and all of them have to know. */
export const PEER_NOTICES_PATH: string = `${PEER_PREFIX}/notices`;
