import { nearest } from '../../text/nearest.ts'
import { otherKind } from '../../document/file-kinds.ts'
import type { MapNode, Node, Place } from '../../document/node.ts'
import type { Report } from '../../document/report.ts'
import type { Dialect } from '../../policy.ts'
import { APPROVEKIT_POLICY_KEYS } from './approvekit-keys.ts'
import { KAVACH_SET_KEYS } from './kavach-keys.ts'
import { KVLAR_POLICY_KEYS } from '../rules/kvlar-keys.ts'

/** A place that only one dialect could have. */
interface Sign {
  readonly dialect: Dialect
  readonly key: string
  readonly place: Place
}

const FORMAT_NAMES: Readonly<Record<Dialect, string>> = {
  kvlar: "Kvlar's",
  kavach: "Kavach's",
  approvekit: "ApproveKit's",
}

/** The top-level keys of all dialects, for suggestions. */
export const TOP_LEVEL_KEYS: readonly string[] = [
  ...Object.keys(KVLAR_POLICY_KEYS),
  ...Object.keys(KAVACH_SET_KEYS),
  ...Object.keys(APPROVEKIT_POLICY_KEYS),
]

/** Recognises the dialect by shape; a file that shows signs of two is refused, because each would ignore a part. */
export function detectDialect(node: Node, report: Report): Dialect | undefined {
  if (node.kind !== 'map') return 'kvlar'
  const stranger = otherFile(node)
  if (stranger !== undefined)
    return report.shared('OTHER_FILE', stranger.place, stranger.message, stranger.help)
  const signs = [...signsOf(node)]
  const first = signs[0]
  if (first === undefined) return guessDialect(node)
  const other = signs.find(({ dialect }) => dialect !== first.dialect)
  if (other === undefined) return first.dialect
  const { line } = report.origin(first.place)
  const where = line === 0 ? `at \`${first.place.path}\`` : `in line ${line}`
  return report.add(
    'POLICY_MIXED_DIALECTS',
    other.place,
    `\`${other.key}\` belongs to ${FORMAT_NAMES[other.dialect]} format, but \`${first.key}\` ${where} to ${FORMAT_NAMES[first.dialect]}; refusing the file`,
  )
}

/** Recognises what is no policy at all, where one list of unknown keys would only confuse. */
function otherFile(node: MapNode) {
  const { entries } = node
  if (entries.has('rules') || entries.has('policies')) return undefined
  // Kavach's `policy` is a list of tables; a text is where a test file names its policy.
  const named = entries.get('policy')
  if (named?.value.kind === 'scalar' && typeof named.value.value === 'string' && !entries.has('tests'))
    return {
      place: named.keyPlace,
      message: '`policy` with the path of a file makes this a file of policy tests, not a policy',
      help: 'its cases go below `tests`; `kvlar test FILE` runs it',
    }
  return otherKind(node, 'policy')
}

/** Keys looked at to guess which format was meant. */
const GUESSED_KEYS_MAX = 20

/** Without a sign: an empty map (an empty TOML text is one) is an empty Kavach set; else the nearest spelling decides who reports. */
function guessDialect({ entries }: MapNode): Dialect {
  if (entries.size === 0) return 'kavach'
  for (const key of [...entries.keys()].slice(0, GUESSED_KEYS_MAX)) {
    const meant = nearest(key, TOP_LEVEL_KEYS)
    if (meant === 'policy' || meant === 'policies') return 'kavach'
    if (meant === 'default_timeout') return 'approvekit'
  }
  return 'kvlar'
}

function* signsOf({ entries }: MapNode): Generator<Sign> {
  for (const [key, { keyPlace, value }] of entries) {
    if (key === 'policy' || key === 'policies') yield { dialect: 'kavach', key, place: keyPlace }
    if (key === 'default_timeout') yield { dialect: 'approvekit', key, place: keyPlace }
    if ((key === 'policy' || key === 'policies' || key === 'rules') && value.kind === 'list')
      for (const item of value.items) if (item.kind === 'map') yield* signsOfRule(item)
  }
}

const RULE_SIGNS: ReadonlyMap<string, Dialect> = new Map([
  ['id', 'kvlar'],
  ['match_on', 'kvlar'],
  ['tool', 'approvekit'],
  ['require_approval', 'approvekit'],
  ['auto_approve', 'approvekit'],
])

function* signsOfRule({ entries }: MapNode): Generator<Sign> {
  for (const [key, { keyPlace, value }] of entries) {
    const dialect = key === 'effect' ? effectDialect(value) : RULE_SIGNS.get(key)
    if (dialect !== undefined) yield { dialect, key, place: keyPlace }
  }
}

function effectDialect(effect: Node): Dialect | undefined {
  if (effect.kind === 'map') return 'kvlar'
  return effect.kind === 'scalar' && (effect.value === 'permit' || effect.value === 'refuse')
    ? 'kavach'
    : undefined
}
