import { isConnected } from './connection.ts'
import { find, findAll, findKind, findKinds, isField, openCard, type Field } from './dom.ts'
import { post } from './net.ts'
import { follow } from './reading.ts'

/* The open card: what must be read before it can be approved, and what may be pressed by now. */

/** What was read to its end, so that a new look at the same thing is not locked again. */
let readKey = ''
/** Nothing is approved by a key that was meant for the card before. */
const SETTLE_MS = 500
let shownAtMs = 0

/** Says something beside the buttons of the card. */
export function say(text: string): void {
  const answer = find('[data-answer]', openCard())
  if (answer !== undefined) answer.textContent = text
}

/** Whether the card has been there long enough for a key to be about it. */
export function isSettled(): boolean {
  return performance.now() - shownAtMs >= SETTLE_MS
}

/** Starts a card that has just appeared. */
export function arm(): void {
  const card = openCard()
  shownAtMs = performance.now()
  const key = card?.dataset['key']
  if (card === undefined || key === undefined || find('[data-actions]', card) === undefined) return
  if (readKey === key) return unlock()
  const text = find('[data-lock-text]', card)
  follow(card, {
    progress: (share) => {
      if (text !== undefined) text.textContent = `${Math.floor(share * 100)} % read: the rest comes first.`
    },
    done: () => {
      const { id } = card.dataset
      if (readKey !== key && id !== undefined) void post(`/api/requests/${id}/viewed`)
      readKey = key
      unlock()
    },
  })
}

function unlock(): void {
  const lock = find('[data-lock]', openCard())
  if (lock !== undefined) lock.hidden = true
  allow()
}

function isRead(): boolean {
  return readKey === openCard()?.dataset['key']
}

function isTyped(): boolean {
  const typed = findKind(HTMLInputElement, '[data-expected]', openCard())
  return typed === undefined || typed.value.trim() === typed.dataset['expected']
}

/** Enables what may be pressed by now. */
export function allow(): void {
  const card = openCard()
  if (card === undefined) return
  const may = isRead() && isTyped() && isConnected()
  const set = (selector: string, isDisabled: boolean): void => {
    for (const button of findKinds(HTMLButtonElement, selector, card)) button.disabled = isDisabled
  }
  set('[data-act=approve],[data-act=break-open]', !may)
  set('[data-act=edit]', !may || changedFields().length === 0)
  set('[data-act=deny]', !isConnected())
}

/** Why approving does not go yet; leads to the place to go on. */
export function whyNot(): string | undefined {
  if (!isRead()) return 'Read the arguments to their end first.'
  if (isTyped()) return undefined
  find('[data-expected]', openCard())?.focus()
  return 'Type the target first.'
}

/** The fields of what may be edited. */
export function editFields(): Field[] {
  return findAll('[name=edit]', openCard()).filter(isField)
}

/** Those that hold another value than the call. */
export function changedFields(): Field[] {
  return editFields().filter((field) => field.value !== field.dataset['before'])
}
