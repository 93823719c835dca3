import type { HeldRequest } from '@kvlar/approvals'
import { durationText, requestJson } from '@kvlar/approvals/view'
import type { CardLine } from '../approvals/card-line.ts'
import { quotedLines } from '../approvals/card-line.ts'
import { cardOf } from '../approvals/card-of.ts'
import { headlineText, outcomeText } from '../approvals/request-text.ts'
import {
  approveShown,
  approveWithGrant,
  denyShown,
  editShown,
  grantsOf,
  revealShown,
  type Acted,
  type Reviewing,
} from './review-actions.ts'

/** How one request ended for this person. */
export type Reviewed = 'decided' | 'skipped' | 'moved' | 'quit'

const PAGE_KEYS: ReadonlySet<string> = new Set([' ', '\r', '\n'])
/** A key that comes sooner after a request was shown was meant for the one before. */
const SETTLE_MS = 500

/** Shows one request, page by page, until it is decided, skipped or gone. */
export async function reviewRequest(first: HeldRequest, reviewing: Reviewing): Promise<Reviewed> {
  const { approvals, approver, events, screen } = reviewing
  let request = first
  let lines: readonly CardLine[] = []
  let shown = 0
  let shownAtMs = 0
  const more = (): void => {
    screen.lines(lines.slice(shown, shown + screen.rows()))
    shown = Math.min(shown + screen.rows(), lines.length)
  }
  const start = async (): Promise<void> => {
    lines = await cardOf(approvals, request, screen.width())
    shown = 0
    screen.say('')
    more()
    // Keys that were pressed before it was shown are not about it.
    events.forgetTyped()
    shownAtMs = performance.now()
  }
  const status = (): void => {
    const left = durationText(request.expiresAtMs - approvals.now())
    screen.status(
      `${keysText(request, { isRead: shown >= lines.length, shown, of: lines.length, reviewing })}  ${left}`,
    )
  }

  await approvals.viewed(request.id, approver)
  await start()
  for (;;) {
    status()
    const event = await events.next()
    if (event.kind === 'changed' || event.kind === 'tick') {
      const now = await approvals.get(request.id)
      if (now?.state !== 'pending') {
        screen.say(
          `meanwhile: ${now === undefined ? 'gone' : outcomeText(now)}  ${headlineText(request)}`,
          'warning',
        )
        return 'moved'
      }
      const isNew =
        now.decisions.length !== request.decisions.length || now.escalations !== request.escalations
      request = now
      if (isNew) await start()
    } else if (event.kind === 'resized') await start()
    else if (PAGE_KEYS.has(event.text)) more()
    else if (event.text === 's') return 'skipped'
    else if (event.text === 'q' || event.text === END) return 'quit'
    else if (event.text === 'v') screen.lines(rawLines(request, screen.width()))
    else {
      const isSettled = event.atMs - shownAtMs >= SETTLE_MS
      const acted = await act(event.text, request, { reviewing, isRead: shown >= lines.length, isSettled })
      if (acted === 'done') return 'decided'
    }
  }
}

const END = '\u0004'

async function act(
  key: string,
  request: HeldRequest,
  {
    reviewing,
    isRead,
    isSettled,
  }: { readonly reviewing: Reviewing; readonly isRead: boolean; readonly isSettled: boolean },
): Promise<Acted> {
  const offered = keysOf(request, reviewing).find((one) => one.key === key)
  if (offered === undefined) return 'stay'
  if (offered.needsReading && !isRead) {
    reviewing.screen.say('read it to its end first: space shows more', 'warning')
    return 'stay'
  }
  if (offered.needsReading && !isSettled) {
    reviewing.screen.say('it has just appeared: look at it first', 'warning')
    return 'stay'
  }
  return offered.act(request, reviewing)
}

interface Key {
  readonly key: string
  readonly name: string
  /** Whether it is offered only once the last line was shown. */
  readonly needsReading: boolean
  readonly act: (request: HeldRequest, reviewing: Reviewing) => Promise<Acted>
}

const APPROVE: Key = { key: 'a', name: 'approve', needsReading: true, act: (...of) => approveShown(...of) }
const GRANT: Key = { key: 'g', name: 'grant', needsReading: true, act: approveWithGrant }
const EDIT: Key = { key: 'e', name: 'edit', needsReading: true, act: editShown }
const DENY: Key = { key: 'd', name: 'deny', needsReading: false, act: denyShown }
const REVEAL: Key = { key: 'r', name: 'reveal', needsReading: false, act: revealShown }

function keysOf(request: HeldRequest, { approver, judge }: Reviewing): readonly Key[] {
  return [
    APPROVE,
    DENY,
    ...(grantsOf(request).length > 0 ? [GRANT] : []),
    ...(judge !== undefined && request.terms.editable.length > 0 ? [EDIT] : []),
    ...(request.call.hidden.length > 0 && approver.rights.includes('reveal') ? [REVEAL] : []),
  ]
}

function keysText(
  request: HeldRequest,
  { isRead, shown, of, reviewing }: { isRead: boolean; shown: number; of: number; reviewing: Reviewing },
): string {
  const keys = keysOf(request, reviewing).filter(({ needsReading }) => isRead || !needsReading)
  const place = isRead ? '' : `[${shown} of ${of} lines] space more \u00b7 `
  const own = keys.map(({ key, name }) => `${key} ${name}`)
  return `${place}${[...own, 's skip', 'v raw', 'q quit'].join(' \u00b7 ')}`
}

function rawLines(request: HeldRequest, width: number): readonly CardLine[] {
  return quotedLines(JSON.stringify(requestJson(request), undefined, 2), { width, indent: '' })
}
