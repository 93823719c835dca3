/** Every bound of the wire layer, in one place. Sizes are in the unit their name ends with. */
export const WIRE_LIMITS = {
  /** One message; the official SDK's own bound is 10 MiB, and ours is never under it. */
  lineBytesMax: 16 * 1024 * 1024,
  /** The least and the most that the bound of a line may be set to. */
  lineBytesMinimum: 10 * 1024 * 1024,
  lineBytesMaximum: 256 * 1024 * 1024,
  /** How many times the bound a line is searched for whoever waits for it. */
  searchedTimes: 4,
  /** Messages in one line whose senders are told that it was refused. */
  addresseesMax: 1024,
  /** Characters that are read before other work gets its turn: about a millisecond. */
  sliceChars: 32 * 1024,
  /** One string id. */
  idCharsMax: 1024,
  /** One method name. */
  methodCharsMax: 256,
  /** One tool, prompt or task name, and one resource URI. */
  nameCharsMax: 8192,
  /** Nesting inside a result, where nothing is judged. */
  resultDepthMax: 4096,
  /** Resources that one `subscriptions/listen` names, and requests that one message embeds. */
  actionsPerMessageMax: 256,
} as const
