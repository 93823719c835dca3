import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditView } from '@kvlar/reviewer/server'
import { describeEntry, type Entry } from '@kvlar/audit'
import { homeBytes, newestRows } from '@kvlar/audit/file'
import { shellWord } from '@kvlar/core/text'
import { within } from '@kvlar/core/node'
import { verifyInChild, type VerifiedHome } from './verify-in-child.ts'

/** Entries that the page shows. */
const ENTRIES = 50
/** How long the page waits for a verification that has just begun. */
const FIRST_LOOK_MS = 1500
/** After a verification, the next one waits so many times as long as it took, within these bounds. */
const REST_FACTOR = 20
const REST_MS_MIN = 10_000
const REST_MS_MAX = 600_000

/** What is known of a home, and as of when. */
interface Known extends VerifiedHome {
  readonly bytes: number
  readonly atMs: number
  readonly tookMs: number
}

/**
 * The audit record as the page shows it. It is verified by a process of its own, one at a time, when it has grown, and
 * the more seldom the longer that takes; meanwhile the page says as of when its answer holds.
 */
export function auditView(home: string): () => Promise<AuditView> {
  const verifyCommand = `kvlar audit verify ${shellWord(home)}`
  let known: Known | undefined
  let running: Promise<void> | undefined

  const verify = async (bytes: number): Promise<void> => {
    const atMs = Date.now()
    const verified = await verifyInChild(home)
    known = { ...verified, bytes, atMs, tookMs: Date.now() - atMs }
  }

  return async () => {
    if (!(await isHome(home)))
      return { status: 'absent', text: `there is no audit home ${home} yet`, entries: [], verifyCommand }
    const bytes = await homeBytes(home)
    const isStale = known === undefined || known.bytes !== bytes
    if (isStale && running === undefined && Date.now() >= restsUntil(known))
      running = verify(bytes).finally(() => {
        running = undefined
      })
    if (known === undefined && running !== undefined) await within(FIRST_LOOK_MS, running)
    return { ...answerOf(known, bytes), entries: await newestEntries(home), verifyCommand }
  }
}

function restsUntil(known: Known | undefined): number {
  if (known === undefined) return 0
  return known.atMs + Math.min(Math.max(known.tookMs * REST_FACTOR, REST_MS_MIN), REST_MS_MAX)
}

function answerOf(known: Known | undefined, bytes: number): Pick<AuditView, 'status' | 'text'> {
  if (known === undefined) return { status: 'unknown', text: 'it is being verified' }
  const asOf = `${new Date(known.atMs).toISOString().slice(0, 19)}Z`
  const grown = known.bytes === bytes ? '' : '; more was recorded since'
  return { status: known.status, text: `${known.text}, as of ${asOf}${grown}` }
}

async function newestEntries(home: string): Promise<AuditView['entries']> {
  const rows = await newestRows(home, ENTRIES)
  return rows.map(({ entry }) => entryView(entry))
}

function entryView(entry: Entry): AuditView['entries'][number] {
  const id = 'approval_id' in entry ? entry.approval_id : undefined
  return {
    at: entry.time,
    kind: entry.kind,
    text: describeEntry(entry, PLAIN),
    ...(id !== undefined && REQUEST_ID.test(id) && { requestId: id }),
  }
}

/** Steps of grants name the grant. */
const REQUEST_ID = /^apr_[0-9a-f]{32}$/

const PLAIN = (_tone: unknown, text: string): string => text

async function isHome(home: string): Promise<boolean> {
  return stat(join(home, 'home.json')).then(
    (found) => found.isFile(),
    () => false,
  )
}
