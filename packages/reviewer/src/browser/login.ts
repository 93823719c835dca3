import { find, findKind } from './dom.ts'
import { hasKey, keepKey, type ApiAnswer } from './net.ts'

/* Signing in. A token after the # of the address never leaves the browser but for this form. */

const form = findKind(HTMLFormElement, '#login')
const field = findKind(HTMLInputElement, '[name=token]', form ?? null)
const id = form?.dataset['id'] ?? ''

function goOn(): void {
  location.replace(id === '' ? '/' : `/?id=${id}`)
}

function say(text: string): void {
  const answer = find('[data-answer]', form ?? null)
  if (answer !== undefined) answer.textContent = text
}

async function signIn(token: string): Promise<void> {
  try {
    const response = await fetch('/session', {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams({ token }),
    })
    // Our own API.
    const { page_key: key, message } = (await response.json()) as ApiAnswer
    if (!response.ok || key === undefined) return say(message ?? 'The server did not answer.')
    keepKey(key)
    goOn()
  } catch {
    say('The server did not answer.')
  }
}

function takeToken(): boolean {
  if (location.hash.length < 2 || form === undefined || field === undefined) return false
  field.value = decodeURIComponent(location.hash.slice(1))
  history.replaceState(null, '', `/login${location.search}`)
  form.requestSubmit()
  return true
}

form?.addEventListener('submit', (event) => {
  event.preventDefault()
  void signIn(field?.value ?? '')
})
// The address may also be pasted over this very page.
addEventListener('hashchange', takeToken)

if (!takeToken() && id !== '' && hasKey()) {
  // Followed from another site the cookie did not come along; from here it does.
  fetch(`/api/requests/${id}`).then(
    (response) => {
      if (response.ok) goOn()
    },
    () => {},
  )
}
