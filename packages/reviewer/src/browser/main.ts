import { allow, say } from './card.ts'
import { startClocks } from './clocks.ts'
import { followChanges } from './connection.ts'
import { decide, reveal, type Decision } from './decide.ts'
import { find, findKind, isField, openCard, targetOf, type Field } from './dom.ts'
import { closeEdit, isEditing, openEdit, preview } from './edit.ts'
import { addressAfter, batchAddress, move, open, refresh, startList } from './list.ts'
import { post, signOut } from './net.ts'
import { askToNotify, offerNotifications, tellOf } from './notifications.ts'
import { readOn } from './reading.ts'
import { clearSelection, select, selectAlike } from './selection.ts'
import { toast } from './toast.ts'

/* Puts the page together: clicks, keys, the stream of changes. */

const DONE: Readonly<Record<Decision, readonly ['good' | 'bad', string]>> = {
  approve: ['good', 'Approved'],
  edit: ['good', 'Approved as edited'],
  break: ['bad', 'Approved in an emergency'],
  deny: ['bad', 'Denied'],
}

/** Decides, says so, and goes on to the next request: never to another one than stands next in the list. */
async function decideAndGoOn(kind: Decision): Promise<void> {
  const card = openCard()
  const title =
    find('#card-title', card ?? null)
      ?.innerText.replaceAll(/\s+/g, ' ')
      .trim() ?? ''
  const { id, batch } = card?.dataset ?? {}
  const ids = batch?.split(',') ?? (id === undefined ? [] : [id])
  const next = addressAfter(ids)
  const answer = await decide(kind)
  if (answer === undefined) return
  if (batch !== undefined) clearSelection()
  if (answer.state === 'pending') {
    toast('plain', `Your approval counts, others are needed: ${title}`)
    await refresh()
    return
  }
  const [tone, done] = DONE[kind]
  toast(tone, `${done}: ${title}`, id === undefined ? undefined : `/?id=${id}`)
  await open(next)
}

/** What leaving means here: the innermost thing that is open. */
function leave(): void {
  if (isEditing()) closeEdit()
  else clearSelection()
}

function toggleRaw(): void {
  const raw = findKind(HTMLDetailsElement, '[data-raw]', openCard() ?? null)
  if (raw !== undefined) raw.open = !raw.open
}

const ACTIONS: Readonly<Record<string, () => void | Promise<void>>> = {
  next: () => move(1),
  previous: () => move(-1),
  read_on: readOn,
  approve: () => decideAndGoOn(isEditing() ? 'edit' : 'approve'),
  deny: () => decideAndGoOn('deny'),
  note: () => find('[name=note]', openCard() ?? null)?.focus(),
  grant: () => find('[name=grant]', openCard() ?? null)?.focus(),
  edit: () => decideAndGoOn('edit'),
  'edit-open': openEdit,
  'edit-close': closeEdit,
  break: () => decideAndGoOn('break'),
  'break-open': () => findKind(HTMLDialogElement, '#break')?.showModal(),
  'break-close': () => findKind(HTMLDialogElement, '#break')?.close(),
  reveal,
  raw: toggleRaw,
  select: () => {
    const { id } = openCard()?.dataset ?? {}
    if (id !== undefined) select(id)
  },
  filter: () => find('#q')?.focus(),
  help: () => findKind(HTMLDialogElement, '#help')?.showModal(),
  leave,
  'sign-out': signOut,
  notify: askToNotify,
  'batch-alike': selectAlike,
  'batch-clear': clearSelection,
  'batch-open': () => open(batchAddress()),
}

/** What a key does where a click would do another thing. */
const BY_KEY: Readonly<Record<string, () => void | Promise<void>>> = {
  edit: openEdit,
  // It is recorded, so a slip of the hand does not do it.
  reveal: () => find('[data-act=reveal]')?.focus(),
}

function act(name: string | undefined, isKey = false): void {
  const does = (isKey ? BY_KEY[name ?? ''] : undefined) ?? ACTIONS[name ?? '']
  if (does !== undefined) void does()
}

document.addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
  const target = targetOf(event)?.closest<HTMLElement>(
    '[data-act],[data-open],[data-select],[data-revoke],[data-preset]',
  )
  if (target === null || target === undefined || target.matches(':disabled')) return
  const { act: name, open: id, select: picked, revoke, preset } = target.dataset
  if (id !== undefined && target instanceof HTMLAnchorElement) {
    event.preventDefault()
    void open(target.href)
  }
  if (picked !== undefined && target instanceof HTMLInputElement) select(picked, target.checked)
  if (preset !== undefined) addToNote(preset)
  if (revoke !== undefined && target instanceof HTMLButtonElement) {
    target.disabled = true
    void post(`/api/grants/${revoke}/revoke`).then(async ({ ok }) => {
      if (ok) toast('plain', 'Revoked: calls are asked about again')
      await refresh()
    })
  }
  act(name)
})

function addToNote(text: string): void {
  const note = findKind(HTMLTextAreaElement, '[name=note]', openCard() ?? null)
  if (note === undefined) return
  note.value = note.value.trim() === '' ? text : `${note.value.trim()}; ${text}`
  note.focus()
}

let typing: ReturnType<typeof setTimeout> | undefined
const TYPING_MS = 200

function filter(form: HTMLFormElement): void {
  const url = new URL(form.action)
  for (const [name, value] of new FormData(form))
    if (typeof value === 'string' && value !== '') url.searchParams.set(name, value)
  clearSelection()
  history.replaceState(null, '', url)
  void refresh()
}

document.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLElement) || !('name' in target)) return
  const form = target.closest<HTMLFormElement>('[data-filter]')
  if (form !== null) {
    clearTimeout(typing)
    typing = setTimeout(() => filter(form), target.name === 'q' ? TYPING_MS : 0)
  }
  // Elements that have a name are the fields of our forms.
  const field = target as Field
  if (field.name === 'typed') allow()
  if (field.name === 'edit') preview(field)
  if (field.name === 'grant') allowGeneral(field)
  if (field.name === 'reason') allowBreak(field)
})

function allowGeneral({ form, value }: Field): void {
  const general = findKind(HTMLInputElement, '[name=general]', form)
  if (general === undefined) return
  general.disabled = value === 'once'
  if (general.disabled) general.checked = false
}

function allowBreak({ value }: Field): void {
  const button = findKind(HTMLButtonElement, '[data-act=break]')
  if (button !== undefined) button.disabled = value.trim().length < Number(button.dataset['min'])
}

document.addEventListener('submit', (event) => {
  const { target } = event
  if (!(target instanceof HTMLFormElement) || target.method === 'dialog') return
  event.preventDefault()
  if (target.matches('[data-filter]')) filter(target)
})
addEventListener('popstate', () => void refresh())

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return
  if (find('dialog[open]') !== undefined) return
  const { key, target } = event
  if (isField(target)) {
    if (key !== 'Escape') return
    target.blur()
    if (isEditing()) closeEdit()
    return
  }
  // The table of keys is the list that `?` shows.
  const wanted = key.length === 1 ? key.toLowerCase() : key
  const row = find(`[data-key="${CSS.escape(wanted)}"]`)
  // A space goes on by itself, and presses what has the focus.
  if (row === undefined || wanted === ' ') return
  event.preventDefault()
  act(row.dataset['does'], true)
})

document.addEventListener('waiting', (event) => {
  if (event instanceof CustomEvent && Array.isArray(event.detail)) tellOf(event.detail)
})

offerNotifications()
startClocks()
followChanges({
  refresh,
  onConnection: () => {
    allow()
    say('')
  },
})
startList()
