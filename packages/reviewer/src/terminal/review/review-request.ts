import type { HeldRequest } from '@kvlar/approvals'
import { durationText } from '../../card/duration-text.ts'
import { requestJson } from '../../json/request-json.ts'
import type { KeyAct } from '../../keys.ts'
import { quotedLines, type CardLine } from '../card-line.ts'
import { headlineText, outcomeText } from '../request-text.ts'
import { shownCard } from '../shown-card.ts'
import { askLine } from './ask-line.ts'
import {
  approveShown,
  approveWithGrant,
  denyShown,
  editShown,
  revealShown,
  type Reviewing,
  type ShownHeld,
} from './review-actions.ts'
import { actOf, isOffered, keyHelp, keysText } from './review-keys.ts'

/** How one request ended for this person. */
export type Reviewed = 'decided' | 'next' | 'previous' | 'moved' | 'quit'

/** A key that comes sooner after a request was shown was meant for the one before. */
const SETTLE_MS = 500
/** What counts only once everything was shown. */
const AFTER_READING: ReadonlySet<KeyAct> = new Set<KeyAct>(['approve', 'grant', 'edit'])

/** Shows one request, page by page, until it is decided, left or gone. */
export async function reviewRequest(first: HeldRequest, reviewing: Reviewing): Promise<Reviewed> {
  const { approvals, approver, events, judge, screen } = reviewing
  let shown: ShownHeld = { request: first }
  let lines: readonly CardLine[] = []
  let count = 0
  let shownAtMs = 0
  const isRead = (): boolean => count >= lines.length
  const more = (): void => {
    screen.lines(lines.slice(count, count + screen.rows()))
    count = Math.min(count + screen.rows(), lines.length)
  }
  const start = async (): Promise<void> => {
    const options = { width: screen.width(), approver, canEdit: judge !== undefined }
    lines = await shownCard(approvals, shown.request, options)
    count = 0
    screen.say('')
    more()
    // Keys that were pressed before it was shown are not about it.
    events.forgetTyped()
    shownAtMs = performance.now()
  }
  const status = (): void => {
    const left = durationText(shown.request.expiresAtMs - approvals.now())
    const place = isRead() ? '' : `[${count} of ${lines.length} lines] space more \u00b7 `
    const isDue = (act: KeyAct): boolean => isRead() || !AFTER_READING.has(act)
    screen.status(`${place}${keysText(shown.request, reviewing, isDue)}  ${left}`)
  }

  await approvals.viewed(shown.request.id, approver)
  await start()
  for (;;) {
    status()
    const event = await events.next()
    if (event.kind === 'changed' || event.kind === 'tick') {
      const now = await approvals.get(shown.request.id)
      if (now?.state !== 'pending') {
        const what = now === undefined ? 'gone' : outcomeText(now)
        screen.say(`meanwhile: ${what}  ${headlineText(shown.request)}`, 'warning')
        return 'moved'
      }
      const isNew =
        now.decisions.length !== shown.request.decisions.length ||
        now.escalations !== shown.request.escalations
      shown = { ...shown, request: now }
      if (isNew) await start()
      continue
    }
    if (event.kind === 'resized') {
      await start()
      continue
    }
    const act = actOf(event.text)
    if (act === undefined || !isOffered(act, shown.request, reviewing)) continue
    if (AFTER_READING.has(act) && !isRead()) {
      screen.say('read it to its end first: space shows more', 'warning')
      continue
    }
    if (AFTER_READING.has(act) && event.atMs - shownAtMs < SETTLE_MS) {
      screen.say('it has just appeared: look at it first', 'warning')
      continue
    }
    switch (act) {
      case 'next':
      case 'previous':
        return act
      case 'leave':
        return 'quit'
      case 'read_on':
        more()
        break
      case 'raw':
        screen.lines(rawLines(shown.request, screen.width()))
        break
      case 'help':
        screen.lines(keyHelp())
        break
      case 'note':
        shown = await noted(shown, reviewing)
        break
      case 'approve':
        if ((await approveShown(shown, reviewing)) === 'done') return 'decided'
        break
      case 'deny':
        if ((await denyShown(shown, reviewing)) === 'done') return 'decided'
        break
      case 'grant':
        if ((await approveWithGrant(shown, reviewing)) === 'done') return 'decided'
        break
      case 'edit':
        if ((await editShown(shown, reviewing)) === 'done') return 'decided'
        break
      case 'reveal':
        await revealShown(shown, reviewing)
        break
      case 'select':
      case 'filter':
        break
    }
  }
}

async function noted({ request, note }: ShownHeld, reviewing: Reviewing): Promise<ShownHeld> {
  const written = await askLine('note for your decision:', reviewing)
  if (written === undefined) return { request, ...(note !== undefined && { note }) }
  return { request, ...(written.trim() !== '' && { note: written }) }
}

function rawLines(request: HeldRequest, width: number): readonly CardLine[] {
  return quotedLines(JSON.stringify(requestJson(request), undefined, 2), { width, indent: '' })
}
