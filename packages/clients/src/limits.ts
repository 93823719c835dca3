/** Every bound of `wrap` and `unwrap`. */
export const WRAP_LIMITS = {
  /** One client configuration; Claude Code keeps its history in the file that lists its servers. */
  configBytesMax: 32 * 1024 * 1024,
  /** The text in each format; people write the latter two by hand. */
  configCharsMax: { jsonc: 32 * 1024 * 1024, toml: 1024 * 1024, yaml: 1024 * 1024 },
  /** Servers of one client configuration. */
  serversMax: 2000,
  /** Nesting of a client configuration. */
  depthMax: 200,
  /** Files one pattern such as `Claude_*` may find. */
  matchesMax: 200,
  /** Folders below one in which plug-ins lie, and how deep they are looked for. */
  foldersMax: 2000,
  foldersDeepMax: 5,
  /** Folders between the current one and the root of its repository. */
  ancestorsMax: 64,
  /** Backups beside one file. */
  backupsMax: 10_000,
  /** Changes remembered of one file; the oldest are forgotten, and `unwrap` then edits instead of restoring. */
  journalStepsMax: 32,
  /** Lines the comparison may insert and remove before it shows a whole passage as replaced. */
  diffEditsMax: 2000,
} as const
