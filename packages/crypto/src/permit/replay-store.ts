/** What a store says of an id: `claimed` once, `replayed` ever after, `full` when it can promise nothing. */
export type ReplayAnswer = 'claimed' | 'replayed' | 'full'

/** An id that may be used once. Times are Unix seconds. */
export interface ReplayClaim {
  readonly id: string
  /** Until then the store must remember the id. */
  readonly keepUntil: number
  readonly now: number
}

/**
 * Makes ids usable once. `claim` is atomic: of any number of concurrent claims of one id, one is `claimed`.
 * A store that cannot tell rejects or answers `full`; the caller then refuses. It never forgets an id early to make
 * room, so whoever floods it blocks newcomers and replays nothing.
 */
export interface ReplayStore {
  claim(claim: ReplayClaim): Promise<ReplayAnswer>
}
