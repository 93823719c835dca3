/** What whoever runs this should know: a line, lower case, without a full stop. */
export interface HealthNotice {
  readonly severity: 'note' | 'warning'
  readonly text: string
}
