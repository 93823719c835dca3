import type { MapNode, Place } from './node.ts'

/** Files that people write for us, or that are taken for one of those. */
export type FileKind = 'policy' | 'tests' | 'approvers' | 'callers' | 'invariants' | 'config' | 'client'

interface KindRow {
  readonly kind: FileKind
  /** Keys that only such a file has. */
  readonly keys: readonly string[]
  readonly what: string
  /** What takes it. */
  readonly help: string
}

const KINDS: readonly KindRow[] = [
  {
    kind: 'policy',
    keys: ['rules', 'policies'],
    what: 'a policy',
    help: '`kvlar validate FILE` checks it, and `--policy FILE` takes it',
  },
  {
    kind: 'tests',
    keys: ['tests'],
    what: 'a file of policy tests',
    help: '`kvlar test FILE` runs it; it names its policy itself',
  },
  {
    kind: 'callers',
    keys: ['callers'],
    what: 'a file of callers',
    help: '`kvlar serve --http` takes it with `--callers`',
  },
  {
    kind: 'approvers',
    keys: ['approvers'],
    what: 'a file of approvers',
    help: '`--approvers FILE` takes it where calls are reviewed',
  },
  {
    kind: 'invariants',
    keys: ['invariants'],
    what: 'a file of invariants',
    help: '`kvlar proxy --invariants FILE` takes it',
  },
  {
    kind: 'config',
    keys: ['policy_paths', 'upstream_command'],
    what: 'the configuration of a proxy',
    help: '`kvlar proxy --config FILE` takes it',
  },
  {
    kind: 'client',
    keys: ['mcpServers', 'permissions'],
    what: 'the configuration of a client',
    help: '`kvlar wrap` puts the servers of clients behind a policy',
  },
]

/** Where a file says that it is of another kind, in words; undefined where it does not, or has a key of its own kind. */
export function otherKind(
  { entries }: MapNode,
  own: FileKind,
): { readonly place: Place; readonly message: string; readonly help: string } | undefined {
  const mine = KINDS.find(({ kind }) => kind === own)
  if (mine === undefined || mine.keys.some((key) => entries.has(key))) return undefined
  for (const { kind, keys, what, help } of KINDS)
    for (const key of kind === own ? [] : keys) {
      const place = entries.get(key)?.keyPlace
      if (place !== undefined)
        return { place, message: `\`${key}\` makes this ${what}, not ${mine.what}`, help }
    }
  return undefined
}
