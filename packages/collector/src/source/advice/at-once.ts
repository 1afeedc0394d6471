/** Calls of one loop under way at once: what a browser allows itself towards one host. */
export const AT_ONCE = 6;
