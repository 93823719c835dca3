/** What the page shows of the audit record; whoever starts the server connects it. */
export interface AuditView {
  readonly status: 'intact' | 'broken' | 'unknown' | 'absent'
  /** What the verifier says, in its own words. */
  readonly text: string
  /** The last entries, newest first. */
  readonly entries: readonly { readonly at: string; readonly kind: string; readonly text: string }[]
}
