/** Where `extends` finds its policies; `core` does no I/O itself. */
export interface PolicyFiles {
  /** The text of a file; undefined when it cannot be read. */
  read(path: string): string | undefined
  /** In a few words, why a file of which `read` gives nothing cannot be read; undefined when nobody knows. */
  whyUnreadable?(path: string): string | undefined
  /** The one name of the file that `ref`, written in `fromFile`, means: the same file always gets the same name. */
  resolve(fromFile: string, ref: string): string
  /** The text of a built-in policy; undefined when there is none of that name. */
  builtin(name: string): string | undefined
  /** Their names, to say which one a misspelt one means. */
  readonly builtinNames?: readonly string[]
}

/** No files and no built-ins: every `extends` is an error. */
export const NO_POLICY_FILES: PolicyFiles = {
  read: () => undefined,
  resolve: (_fromFile, ref) => ref,
  builtin: () => undefined,
}
