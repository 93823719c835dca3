/** Where it is kept what calls leave behind for limits. */
export interface LimitsSettings {
  readonly file: string
}
