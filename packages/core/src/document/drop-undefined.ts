/** The same object type with `| undefined` turned into "may be absent". */
type Dropped<T> = {
  readonly [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key]
} & {
  readonly [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>
}

/** A copy without the keys whose value is undefined: what a file leaves out is absent, not undefined. */
export function dropUndefined<const T extends object>(value: T): Dropped<T> {
  // Filtering keys is beyond what the compiler follows.
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Dropped<T>
}
