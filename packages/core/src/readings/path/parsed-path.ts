/** How a path is read; the root of a rule decides it for the values it is held against. */
export type PathStyle = 'posix' | 'windows'

/** An absolute path after `.`, `..` and repeated separators are resolved, purely lexically. */
export interface AbsolutePath {
  readonly style: PathStyle
  /** What the segments hang on: `/`, `C:` or `\\server\share`. */
  readonly volume: string
  readonly segments: readonly string[]
}

/** `problem` says why common readers could disagree on the text, or that it is not absolute. */
export type ReadPath =
  { readonly ok: true; readonly path: AbsolutePath } | { readonly ok: false; readonly problem: string }
