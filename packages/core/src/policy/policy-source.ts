/** A policy as text; the format follows from the extension and, failing that, from the content. */
export interface PolicyText {
  /** File name, or a label such as `<builtin:shell>`. */
  readonly file: string
  readonly text: string
}

/** A policy file, or a policy built in code (any of the three dialects, as a plain object). */
export type PolicySource = PolicyText | object

/** Where `extends` finds its policies; `core` does no I/O itself. */
export interface PolicyFiles {
  /** The text of a file; undefined when it cannot be read. */
  read(path: string): string | undefined
  /** The one name of the file that `ref`, written in `fromFile`, means: the same file always gets the same name. */
  resolve(fromFile: string, ref: string): string
  /** The text of a built-in policy; undefined when there is none of that name. */
  builtin(name: string): string | undefined
}

/** No files and no built-ins: every `extends` is an error. */
export const NO_POLICY_FILES: PolicyFiles = {
  read: () => undefined,
  resolve: (_fromFile, ref) => ref,
  builtin: () => undefined,
}

export function isPolicyText(source: PolicySource): source is PolicyText {
  return (
    'text' in source && typeof source.text === 'string' && 'file' in source && typeof source.file === 'string'
  )
}
