import { isSettled, say, whyNot } from './card.ts'
import { isConnected } from './connection.ts'
import { escaped, find, findKind, openCard } from './dom.ts'
import { editsText } from './edit.ts'
import { post, type ApiAnswer } from './net.ts'

/* Sending what somebody has decided about the open card. */

export type Decision = 'approve' | 'deny' | 'edit' | 'break'

/** How each is called by the API. */
const PATHS = { approve: 'approve', deny: 'reject', edit: 'edit', break: 'approve' } as const

/** A high risk takes a second press, not at once and not later than this. */
const AGAIN_MS = 3000
const AT_ONCE_MS = 300
let armedAtMs = -AGAIN_MS
let armedTimer: ReturnType<typeof setTimeout> | undefined

/** Forgets a first press. */
export function calm(): void {
  clearTimeout(armedTimer)
  armedAtMs = -AGAIN_MS
  const button = find('[data-act=approve].again')
  if (button === undefined) return
  button.classList.remove('again')
  const label = find('[data-label]', button)
  if (label !== undefined) label.textContent = button.dataset['label'] ?? ''
}

function isPressedAgain(): boolean {
  const sinceMs = performance.now() - armedAtMs
  if (sinceMs > AT_ONCE_MS && sinceMs < AGAIN_MS) return true
  if (sinceMs <= AT_ONCE_MS) return false
  const button = find('[data-act=approve]', openCard())
  const label = find('[data-label]', button ?? null)
  if (button === undefined || label === undefined) return false
  button.dataset['label'] ??= label.textContent ?? ''
  label.textContent = 'Press again to approve'
  button.classList.add('again')
  // What was said about an earlier press holds no longer.
  say('')
  armedAtMs = performance.now()
  armedTimer = setTimeout(calm, AGAIN_MS)
  return false
}

/** Why it cannot be sent now. */
function hindrance(kind: Decision): string | undefined {
  if (!isConnected()) return 'Not connected: nothing can be decided until the connection is back.'
  if (!isSettled()) return 'This has just appeared. Look at it first.'
  return kind === 'deny' ? undefined : whyNot()
}

/** Sends a decision about the open card; the answer of the server once there is one, undefined when there is none. */
export async function decide(kind: Decision): Promise<ApiAnswer | undefined> {
  const card = openCard()
  const form = findKind(HTMLFormElement, '[data-actions]', card ?? null)
  if (card === undefined || form === undefined || form.dataset['busy'] !== undefined) return undefined
  const why = hindrance(kind)
  if (why !== undefined) {
    calm()
    say(why)
    return undefined
  }
  if ((kind === 'approve' || kind === 'edit') && card.dataset['risk'] === 'high' && !isPressedAgain())
    return undefined
  calm()
  const body = bodyOf(kind, card, form)
  if (body === undefined) return undefined
  const { id = '', batch } = card.dataset
  const path = batch === undefined ? `/api/requests/${id}/${PATHS[kind]}` : `/api/batch/${PATHS[kind]}`
  form.dataset['busy'] = '1'
  const { ok, answer } = await post(path, body)
  delete form.dataset['busy']
  const answers = 'length' in answer ? answer : [answer]
  const refused = answers.filter(({ error }) => error !== undefined)
  if (!ok || refused.length > 0) {
    complain(kind, card, { refused, answers })
    return undefined
  }
  findKind(HTMLDialogElement, '#break', card)?.close()
  return 'length' in answer ? { state: 'decided' } : answer
}

function complain(
  kind: Decision,
  card: HTMLElement,
  { refused, answers }: { readonly refused: readonly ApiAnswer[]; readonly answers: readonly ApiAnswer[] },
): void {
  const message = refused[0]?.message ?? answers[0]?.message ?? 'Nothing was decided.'
  const said = answers.length > 1 ? `${refused.length} of ${answers.length} refused: ${message}` : message
  say(said)
  const box = kind === 'break' ? find('[data-break-answer]', card) : undefined
  if (box !== undefined) box.textContent = said
}

/** The body of the call to the API; undefined when what was typed cannot be sent. */
function bodyOf(kind: Decision, card: HTMLElement, form: HTMLFormElement): string | undefined {
  const { batch, digest, rendered } = card.dataset
  const fields = new FormData(form)
  const text = (name: string): string => {
    const value = fields.get(name)
    return typeof value === 'string' ? value : ''
  }
  const notes = text('note')
  if (batch !== undefined) return JSON.stringify({ notes, ids: batch.split(',') })
  switch (kind) {
    case 'approve':
      return JSON.stringify({
        notes,
        digest,
        rendered_digest: rendered,
        grant: text('grant') || 'once',
        general: text('general') === 'on',
      })
    case 'deny':
      return JSON.stringify({ notes, digest, rendered_digest: rendered })
    case 'break': {
      const reason = findKind(HTMLTextAreaElement, '[name=reason]', card)?.value ?? ''
      return JSON.stringify({ notes: reason, digest, rendered_digest: rendered, break_glass: true })
    }
    case 'edit':
      return editedBody({ notes, digest })
  }
}

function editedBody(body: object): string | undefined {
  try {
    return `${JSON.stringify(body).slice(0, -1)},"edits":[${editsText()}]}`
  } catch (error) {
    const place = error instanceof TypeError ? `: ${error.message}` : ''
    say(`The new value is not of the type that it was${place}.`)
    return undefined
  }
}

/** Shows the values that the policy hides, to those who may see them; it is recorded. */
export async function reveal(): Promise<void> {
  const { ok, answer } = await post(`/api/requests/${openCard()?.dataset['id'] ?? ''}/reveal`)
  const box = find('#revealed')
  if (box === undefined || 'length' in answer) return
  box.hidden = false
  box.textContent = escaped(ok ? JSON.stringify(answer.tool_args, null, 2) : (answer.message ?? ''))
}
