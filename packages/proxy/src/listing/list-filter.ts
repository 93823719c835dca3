import type { ActionType, Engine } from '@kvlar/core'
import { isJsonObject, type JsonValue } from '@kvlar/core/json'
import { applyEdits, keepParts, type Edit } from './json-edits.ts'
import { findMember, wholeSpan, type Span } from './json-spans.ts'
import type { Identity } from '../wire/to-actions.ts'

/** How one listing method names what it lists. */
interface ListRow {
  /** Member of the result that holds the list. */
  readonly list: string
  /** Member of an item that names it. */
  readonly name: string
  /** Everything that can be done with an item under its name. */
  readonly actions: readonly ActionType[]
}

/** Templates are not here: which names they stand for is known to nobody, so denial can never be proved. */
export const LISTS: ReadonlyMap<string, ListRow> = new Map([
  ['tools/list', { list: 'tools', name: 'name', actions: ['tool_call'] }],
  [
    'resources/list',
    { list: 'resources', name: 'uri', actions: ['resource_read', 'resource_subscribe', 'completion'] },
  ],
  ['prompts/list', { list: 'prompts', name: 'name', actions: ['prompt_get', 'completion'] }],
])

export interface Listing {
  readonly method: string
  /** The answer as it may be forwarded. */
  readonly bytes: Uint8Array
  readonly result: JsonValue
  /** Whether the revision spoken has `cacheScope` (2026-07-28 and later). */
  readonly cached: boolean
}

/**
 * Cuts out of a listing what is always denied, and leaves every other byte as it is: `nextCursor`, unknown members and
 * large numbers stay. A list that depends on the policy is no longer for everyone, so its `cacheScope` becomes private.
 */
export function filterList(
  listing: Listing,
  engine: Pick<Engine, 'isHidden'>,
  identity: Identity,
): Uint8Array {
  const row = LISTS.get(listing.method)
  const items = row === undefined ? undefined : listedItems(listing.method, listing.result)
  if (row === undefined || items === undefined) return listing.bytes
  const kept = items.map((item) => !isHidden(item, row, { engine, identity }))
  if (kept.every(Boolean)) return listing.bytes
  return cut(listing, row.list, kept)
}

/** The items of a listing; undefined when there is no list. */
export function listedItems(method: string, result: JsonValue): readonly JsonValue[] | undefined {
  const row = LISTS.get(method)
  const items = row !== undefined && isJsonObject(result) ? result[row.list] : undefined
  return Array.isArray(items) ? items : undefined
}

function isHidden(
  item: JsonValue,
  row: ListRow,
  { engine, identity }: { engine: Pick<Engine, 'isHidden'>; identity: Identity },
): boolean {
  const resource = isJsonObject(item) ? item[row.name] : undefined
  if (typeof resource !== 'string') return false
  return row.actions.every((type) => engine.isHidden({ type, resource, ...identity }))
}

function cut({ bytes, cached }: Listing, list: string, kept: readonly boolean[]): Uint8Array {
  const result = findMember(bytes, wholeSpan(bytes), 'result')?.value
  const array = result === undefined ? undefined : findMember(bytes, result, list)?.value
  if (result === undefined || array === undefined) throw new Error('a list that was read is not in its bytes')
  const edits = [keepParts(bytes, array, (_, index) => kept[index] === true)]
  if (cached) edits.push(privateScope(bytes, result))
  return applyEdits(bytes, edits)
}

function privateScope(bytes: Uint8Array, result: Span): Edit {
  const scope = findMember(bytes, result, 'cacheScope')?.value
  if (scope !== undefined) return { ...scope, text: Buffer.from('"private"') }
  // The result has a list, so it is not empty and a comma is due.
  return { start: result.start + 1, end: result.start + 1, text: Buffer.from('"cacheScope":"private",') }
}
