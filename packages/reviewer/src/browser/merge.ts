import { arm } from './card.ts'
import { find, findAll, findKind, openCard } from './dom.ts'
import { rowOf, rows } from './selection.ts'

/* Taking over what the server shows by now, without losing what the reviewer is doing. */

/** Puts new rows in place of old ones; a row that did not change stays the element it was. @returns what is new */
export function mergeRows(list: HTMLElement, fresh: HTMLElement): readonly HTMLElement[] {
  const focused = focusedRow()
  const old = new Map(rows().map((row) => [row.dataset['row'], row]))
  const next = findAll('[data-row]', fresh).map((row) => {
    const known = old.get(row.dataset['row'])
    return known !== undefined && bare(known) === bare(row) ? known : document.adoptNode(row)
  })
  for (const row of rows()) if (!next.includes(row)) row.remove()
  next.forEach((row, at) => {
    if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null)
  })
  if (focused !== undefined && focusedRow() === undefined)
    find('[data-open]', rowOf(focused) ?? rows()[0] ?? null)?.focus()
  return next.filter((row) => !old.has(row.dataset['row']))
}

function focusedRow(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row']
}

/** A row without what only the script sets. */
function bare(row: HTMLElement): string {
  const copy = row.cloneNode(true)
  if (!(copy instanceof HTMLElement)) return ''
  for (const clock of findAll('.clock', copy)) clock.textContent = ''
  for (const clock of findAll('.late', copy)) clock.classList.remove('late')
  copy.classList.remove('picked')
  for (const link of findAll('[aria-current]', copy)) link.removeAttribute('aria-current')
  for (const box of findAll('[data-select]', copy)) box.removeAttribute('disabled')
  return copy.outerHTML
}

/** A part outside the card is exchanged when it changed and nobody writes in it. */
export function mergeParts(fresh: Document): void {
  for (const part of findAll('[data-part]')) {
    const next = find(`[data-part="${part.dataset['part'] ?? ''}"]`, fresh)
    if (next !== undefined && next.innerHTML !== part.innerHTML && !part.contains(document.activeElement))
      part.replaceWith(document.adoptNode(next))
  }
}

/** The card is exchanged only when the request itself changed; a note for the same request is carried over. */
export function mergeCard(fresh: Document): void {
  const [old, next] = [openCard(), find('#card', fresh)]
  if (old === undefined || next === undefined || old.dataset['key'] === next.dataset['key']) return
  const note = noteOf(old)
  const isSame = old.dataset['id'] !== undefined && old.dataset['id'] === next.dataset['id']
  const hadFocus = note !== undefined && document.activeElement === note
  old.replaceWith(document.adoptNode(next))
  const field = noteOf(next)
  if (isSame && note !== undefined && field !== undefined) {
    field.value = note.value
    if (hadFocus) field.focus()
  }
  arm()
}

function noteOf(card: HTMLElement): HTMLTextAreaElement | undefined {
  return findKind(HTMLTextAreaElement, '[name=note]', card)
}
