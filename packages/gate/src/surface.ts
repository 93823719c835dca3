import type { Permit } from './permits.ts'

/** What a surface (MCP, `guard()`) carries along the road of its calls. The gate reads none of it and hands it on. */
export interface Surface {
  /** Known when the call is made: it stands in every event of the call and in every question about it. */
  readonly context: object
  /** Known of a caller that waits: it stands in the question. */
  readonly waiting: object
  /** What the caller may be told to ask its own user. */
  readonly question: unknown
  /** What a call that may run is given, where permits are signed. */
  readonly permit?: Permit
}
