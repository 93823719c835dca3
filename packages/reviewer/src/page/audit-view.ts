/** What the page shows of the audit record; whoever starts the server connects it. */
export interface AuditView {
  /** `not-pinned`: intact as far as the record itself tells, but no trusted key vouches for it. */
  readonly status: 'intact' | 'not-pinned' | 'broken' | 'unknown' | 'absent'
  /** What the verifier says, in its own words. */
  readonly text: string
  /** The last entries, newest first. */
  readonly entries: readonly AuditEntryView[]
  /** What to run to verify it oneself. */
  readonly verifyCommand?: string
}

/** One entry, as a sentence. */
export interface AuditEntryView {
  readonly at: string
  readonly kind: string
  readonly text: string
  /** The request that it is about, if it is about one. */
  readonly requestId?: string
}
