import type { HeldRequest } from '@kvlar/approvals'
import { editableFields } from '../../card/editable-fields.ts'
import { KEYS, type KeyAct } from '../../keys.ts'
import { textLines, type CardLine } from '../card-line.ts'
import { grantsOf, type Reviewing } from './review-actions.ts'

const ROWS = KEYS.filter(({ surfaces }) => surfaces.includes('terminal'))

/** What a terminal sends for keys that the table names otherwise. */
const SENT: ReadonlyMap<string, string> = new Map([
  ['\r', ' '],
  ['\n', ' '],
  ['\u001b', 'Escape'],
  // The end of input leaves, as everywhere.
  ['\u0004', 'q'],
])

/** What a key that was typed does here; undefined for none. */
export function actOf(typed: string): KeyAct | undefined {
  const key = SENT.get(typed) ?? typed
  return ROWS.find(({ keys }) => keys.includes(key))?.act
}

/** Whether a request gives this person anything to do by it. */
export function isOffered(act: KeyAct, request: HeldRequest, { approver, judge }: Reviewing): boolean {
  switch (act) {
    case 'grant':
      return grantsOf(request).length > 0
    case 'edit':
      return judge !== undefined && editableFields(request).length > 0
    case 'reveal':
      return request.call.hidden.length > 0 && approver.rights.includes('reveal')
    case 'next':
    case 'previous':
    case 'read_on':
    case 'approve':
    case 'deny':
    case 'note':
    case 'raw':
    case 'select':
    case 'filter':
    case 'help':
    case 'leave':
      return true
  }
}

/** The keys that stand on the last line, with what each does there. */
const NAMED: readonly (readonly [act: KeyAct, name: string])[] = [
  ['approve', 'approve'],
  ['deny', 'deny'],
  ['grant', 'grant'],
  ['edit', 'edit'],
  ['reveal', 'show hidden'],
  ['next', 'next'],
  ['help', 'keys'],
  ['leave', 'quit'],
]

/** The keys that matter now, on one line. */
export function keysText(
  request: HeldRequest,
  reviewing: Reviewing,
  isDue: (act: KeyAct) => boolean,
): string {
  return NAMED.filter(([act]) => isDue(act) && isOffered(act, request, reviewing))
    .map(([act, name]) => `${keyOf(act)} ${name}`)
    .join(' \u00b7 ')
}

/** Every key of a review. */
export function keyHelp(): readonly CardLine[] {
  return ROWS.flatMap(({ keys, says }) => {
    const names = keys.map((key) => (key === ' ' ? 'space' : key === 'Escape' ? 'esc' : key)).join(' ')
    return textLines(`${names.padEnd(10)}${says}`, { width: 80 })
  })
}

function keyOf(act: KeyAct): string {
  return ROWS.find((row) => row.act === act)?.keys[0] ?? ''
}
