/** What to do about one message. */
export type Step =
  /** Goes to the other side. */
  | { readonly kind: 'forward'; readonly bytes: Uint8Array }
  /** Goes back to its sender. */
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  | { readonly kind: 'drop' }
  /** Waits for a human, out of the order of the others; `later` says what to do then. */
  | { readonly kind: 'hold'; readonly later: Promise<Step> }

export const DROP: Step = { kind: 'drop' }
