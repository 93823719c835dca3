/** Puts the page together: clicks, keys, the stream of changes, notifications. */
export const MAIN_SCRIPT = String.raw`
import { card, decide, reveal } from './card.js'
import { $, all } from './dom.js'
import { batchAddress, clearSelection, home, move, open, refresh, select, selectAlike, start } from './list.js'
import { post, signOut } from './net.js'
import { nextUnread } from './reading.js'
import './clocks.js'

const decideAndGoOn = async (kind) => {
  const answer = await decide(kind)
  if (!answer) return
  if (card().dataset.batch) clearSelection()
  if (answer.state === 'pending') await refresh()
  else await open(home())
}

const notifyButton = $('[data-act=notify]')
const offerNotifications = () => {
  if (notifyButton) notifyButton.hidden = !('Notification' in window) || Notification.permission !== 'default'
}
offerNotifications()
document.addEventListener('waiting', ({ detail }) => {
  const [row] = detail
  const what = $('.what b', row).textContent
  const risk = $('.risk', row).textContent
  $('[data-announce]').textContent = detail.length === 1 ? 'New request: ' + what + ', ' + risk + ' risk' : detail.length + ' new requests'
  if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return
  // Whoever looks over a shoulder at a notification learns no argument.
  const note = new Notification('A call waits for approval', { body: what + ', ' + risk + ' risk', tag: 'kvlar-waiting' })
  note.onclick = () => {
    window.focus()
    note.close()
  }
})

const ACTIONS = {
  approve: () => decideAndGoOn('approve'),
  reject: () => decideAndGoOn('reject'),
  edit: () => decideAndGoOn('edit'),
  break: () => decideAndGoOn('break'),
  'break-open': () => $('#break').showModal(),
  'break-close': () => $('#break').close(),
  reveal,
  unread: nextUnread,
  help: () => $('#help').showModal(),
  'sign-out': signOut,
  notify: async () => {
    await Notification.requestPermission()
    offerNotifications()
  },
  'batch-alike': selectAlike,
  'batch-clear': clearSelection,
  'batch-open': () => open(batchAddress()),
}

document.addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
  const target = event.target.closest?.('[data-act],[data-open],[data-select],[data-revoke],[data-preset]')
  if (!target || target.disabled) return
  const { act, open: id, select: picked, revoke, preset } = target.dataset
  if (id) {
    event.preventDefault()
    void open(target.href)
  }
  if (picked) select(picked, target.checked)
  if (preset) {
    const note = target.closest('form').elements.note
    note.value = note.value.trim() === '' ? preset : note.value.trim() + '; ' + preset
    note.focus()
  }
  if (revoke) {
    target.disabled = true
    void post('/api/grants/' + revoke + '/revoke').then(refresh)
  }
  if (act) void ACTIONS[act]?.()
})

let typing
const filter = (form) => {
  const url = new URL(form.action)
  for (const [name, value] of new FormData(form)) if (value !== '') url.searchParams.set(name, value)
  clearSelection()
  history.replaceState(null, '', url)
  void refresh()
}
document.addEventListener('input', ({ target }) => {
  const form = target.closest?.('[data-filter]')
  if (!form) return
  clearTimeout(typing)
  typing = setTimeout(() => filter(form), target.name === 'q' ? 200 : 0)
})
document.addEventListener('submit', (event) => {
  if (event.target.method === 'dialog') return
  event.preventDefault()
  if (event.target.matches('[data-filter]')) filter(event.target)
})
addEventListener('popstate', () => void refresh())

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  a: ACTIONS.approve,
  r: ACTIONS.reject,
  n: nextUnread,
  e: () => $('[name=note]', card())?.focus(),
  x: () => card()?.dataset.id && select(card().dataset.id),
  '/': () => $('#q')?.focus(),
  '?': ACTIONS.help,
  escape: clearSelection,
}
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return
  if ($('dialog[open]')) return
  const key = event.key.toLowerCase()
  if (event.target.closest?.('input:not([type=checkbox]),textarea,select')) {
    if (key === 'escape') event.target.blur()
    return
  }
  const act = KEYS[key]
  if (!act) return
  event.preventDefault()
  void act()
})

const live = $('[data-live]')
const events = new EventSource('/api/events')
const show = (state, text) => {
  live.textContent = text
  live.dataset.state = state
}
let waiting
events.onopen = () => {
  show('on', 'live')
  void refresh()
}
events.onerror = () => {
  show('off', 'reconnecting')
  // A stream that is refused does not come back by itself: the next page says why.
  if (events.readyState === EventSource.CLOSED) void refresh()
}
// A busy queue is looked at a few times a second, not once for every change.
const BETWEEN_MS = 300
let lookedAt = 0
events.addEventListener('change', () => {
  waiting ??= setTimeout(() => {
    waiting = undefined
    lookedAt = Date.now()
    void refresh()
  }, Math.max(50, lookedAt + BETWEEN_MS - Date.now()))
})
start()
`
