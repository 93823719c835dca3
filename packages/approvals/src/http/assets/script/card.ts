/** The open card: its lock, its fields and its buttons. */
export const CARD_SCRIPT = String.raw`
import { $, all, escaped } from './dom.js'
import { post } from './net.js'
import { follow } from './reading.js'

/** What was read to its end, so that a new look at the same thing is not locked again. */
let readKey = ''
/** Nothing is approved by a key that was meant for the card before. */
const SETTLE_MS = 500
const AGAIN_MS = 3000
let shownAt = 0

export const card = () => $('#card')
const say = (text) => {
  const answer = $('[data-answer]', card())
  if (answer) answer.textContent = text
}

/** Starts a card that has just appeared. */
export const arm = () => {
  const one = card()
  shownAt = performance.now()
  calm()
  if (!one?.dataset.key || !$('[data-actions]', one)) return
  if (readKey === one.dataset.key) return unlock()
  const text = $('[data-lock-text]', one)
  follow(one, {
    progress: (share) => {
      if (text) text.textContent = Math.floor(share * 100) + ' % read: approve once you have read it all.'
    },
    done: () => {
      if (readKey !== one.dataset.key && one.dataset.id) void post('/api/requests/' + one.dataset.id + '/viewed')
      readKey = one.dataset.key
      unlock()
    },
  })
}

const unlock = () => {
  const lock = $('[data-lock]', card())
  if (lock) lock.hidden = true
  allow()
}

/** Enables what may be pressed by now. */
const allow = () => {
  const one = card()
  const typed = $('[data-expected]', one)
  const may = readKey === one.dataset.key && (!typed || typed.value.trim() === typed.dataset.expected)
  for (const button of all('[data-act=approve],[data-act=break-open]', one)) button.disabled = !may
  const edit = $('[data-act=edit]', one)
  if (edit) edit.disabled = !may || changed().length === 0
}

/** Why approving does not go yet, and the place to go on. */
const whyNot = () => {
  const one = card()
  if (readKey !== one.dataset.key) return 'Read the arguments to their end first.'
  const typed = $('[data-expected]', one)
  if (typed && typed.value.trim() !== typed.dataset.expected) {
    typed.focus()
    return 'Type the target first.'
  }
}

const changed = () => all('[name=edit]', card()).filter((field) => field.value !== field.dataset.before)

/** The edits as JSON text: a number stays the digits that were typed. */
const editsText = () =>
  changed()
    .map((field) => {
      const { type, path } = field.dataset
      const value = type === 'string' ? JSON.stringify(field.value) : field.value.trim()
      const kind = (text) => (text === null ? 'null' : typeof text === 'object' ? 'json' : typeof text)
      if (kind(JSON.parse(value)) !== type) throw new TypeError(path)
      return '{"path":' + JSON.stringify(path) + ',"value":' + value + '}'
    })
    .join(',')

let armedAt = -AGAIN_MS
let armedTimer
const calm = () => {
  clearTimeout(armedTimer)
  armedAt = -AGAIN_MS
  const button = $('[data-act=approve].again')
  if (!button) return
  button.classList.remove('again')
  $('[data-label]', button).textContent = button.dataset.label
}

/** A high risk takes a second press, not at once and not later than in three seconds. */
const isPressedAgain = () => {
  const since = performance.now() - armedAt
  if (since > 300 && since < AGAIN_MS) return true
  if (since <= 300) return false
  const button = $('[data-act=approve]', card())
  const label = $('[data-label]', button)
  button.dataset.label ??= label.textContent
  label.textContent = 'Press again to approve'
  button.classList.add('again')
  armedAt = performance.now()
  armedTimer = setTimeout(calm, AGAIN_MS)
  return false
}

/** Sends a decision about the open card; the answer of the server once there is one. */
export const decide = async (kind) => {
  const one = card()
  const form = $('[data-actions]', one)
  if (!form || form.dataset.busy) return
  if (performance.now() - shownAt < SETTLE_MS) return say('This has just appeared. Look at it first.')
  if (kind !== 'reject') {
    const reason = whyNot()
    if (reason) return say(reason)
  }
  if (kind !== 'reject' && kind !== 'break' && one.dataset.risk === 'high' && !isPressedAgain()) return
  calm()
  const body = { notes: form.elements.note.value }
  let path = '/api/requests/' + one.dataset.id + '/' + (kind === 'break' ? 'approve' : kind)
  let text
  if (one.dataset.batch) {
    path = '/api/batch/' + kind
    body.ids = one.dataset.batch.split(',')
  } else {
    body.digest = one.dataset.digest
    if (kind !== 'edit') body.rendered_digest = one.dataset.rendered
    if (kind === 'approve') {
      body.grant = form.elements.grant?.value ?? 'once'
      body.general = form.elements.general?.checked ?? false
    }
    if (kind === 'break') {
      body.break_glass = true
      body.notes = $('[name=reason]', one).value
    }
    if (kind === 'edit')
      try {
        text = JSON.stringify(body).slice(0, -1) + ',"edits":[' + editsText() + ']}'
      } catch (error) {
        return say('The new value is not of the type that it was' + (error instanceof TypeError ? ': ' + error.message : '') + '.')
      }
  }
  form.dataset.busy = '1'
  const { ok, answer } = await post(path, text ?? body)
  delete form.dataset.busy
  const refused = Array.isArray(answer) ? answer.filter((each) => each.error) : []
  if (!ok || refused.length > 0) {
    const message = refused[0]?.message ?? answer.message ?? 'Nothing was decided.'
    const said = (refused.length > 0 ? refused.length + ' of ' + answer.length + ' refused: ' : '') + message
    say(said)
    if (kind === 'break') $('[data-break-answer]', one).textContent = said
    return
  }
  $('#break', one)?.close()
  return Array.isArray(answer) ? { state: 'decided' } : answer
}

export const reveal = async () => {
  const { ok, answer } = await post('/api/requests/' + card().dataset.id + '/reveal')
  const box = $('#revealed')
  box.hidden = false
  box.textContent = escaped(ok ? JSON.stringify(answer.tool_args, null, 2) : answer.message)
}

document.addEventListener('input', ({ target }) => {
  if (target.name === 'typed') allow()
  if (target.name === 'edit') {
    const box = $('[data-preview]', target.closest('.field'))
    box.hidden = target.value === target.dataset.before
    $('del', box).textContent = escaped(target.dataset.before)
    $('ins', box).textContent = escaped(target.value)
    allow()
  }
  const general = target.form?.elements.general
  if (target.name === 'grant' && general) {
    general.disabled = target.value === 'once'
    if (general.disabled) general.checked = false
  }
  if (target.name === 'reason') {
    const button = $('[data-act=break]')
    button.disabled = target.value.trim().length < Number(button.dataset.min)
  }
})
`
