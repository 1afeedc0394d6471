/** The compiled code of a file of the agent with a fault at the head of each function; other code as it is. */
export function faulty(url: string, source: string): string;
