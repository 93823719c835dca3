/** One row of the table of diagnostics; `docs/errors.md` is held against it. */
export interface DiagnosticRow {
  readonly severity: 'error' | 'warning'
  /** What it means, in one line. */
  readonly meaning: string
  /** What to do about it, in one line. */
  readonly help: string
}
