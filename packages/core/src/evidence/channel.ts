/** The five channels of evidence, in the order they are shown. */
export const CHANNELS = ["data", "control", "order", "pace", "source"] as const;

export type ChannelName = (typeof CHANNELS)[number];

export type ChannelState = "present" | "absent" | "unobserved";

/**
 * What one channel says about "B needs A".
 * `present`: it does. `absent`: looked, and it does not. `unobserved`: could not look.
 */
export interface Channel {
  readonly state: ChannelState;
  /** Enumerated reason code (`order.write`, `source.unused-before`); texts live in the message catalogues. */
  readonly reason: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}

export type Channels = Readonly<Record<ChannelName, Channel>>;
