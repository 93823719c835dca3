/** What to do about one message. */
export type Step =
  /** Goes to the other side. */
  | { readonly kind: 'forward'; readonly bytes: Uint8Array }
  /** Goes back to its sender. */
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  | { readonly kind: 'drop' }
  /** Of one line, whose messages concern several. */
  | { readonly kind: 'several'; readonly steps: readonly Done[] }
  /** Waits for a human, out of the order of the others; `later` says what to do then. */
  | { readonly kind: 'hold'; readonly later: Promise<Step> }

/** A step that waits for nobody. */
export type Done = Exclude<Step, { kind: 'hold' }>

export const DROP: Done = { kind: 'drop' }
