/** The machine as `wrap` sees it: every path is derived from this value, never from process globals. */
export interface Environment {
  readonly platform: NodeJS.Platform
  /** The user's home folder, absolute. */
  readonly home: string
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder whose project files are looked for, absolute. */
  readonly cwd: string
}
