/** Signing in. A token after the # of the address never leaves the browser but for this form. */
export const LOGIN_SCRIPT = String.raw`
import { keepKey } from './net.js'

const form = document.querySelector('#login')
const answer = form.querySelector('[data-answer]')
const after = () => location.replace(form.dataset.id ? '/?id=' + form.dataset.id : '/')

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  try {
    const response = await fetch('/session', {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams({ token: form.elements.token.value }),
    })
    const { page_key: key, message } = await response.json()
    if (!response.ok) return void (answer.textContent = message)
    keepKey(key)
    after()
  } catch {
    answer.textContent = 'The server did not answer.'
  }
})

const takeToken = () => {
  if (location.hash.length < 2) return false
  form.elements.token.value = decodeURIComponent(location.hash.slice(1))
  history.replaceState(null, '', '/login' + location.search)
  form.requestSubmit()
  return true
}
// The address may also be pasted over this very page.
addEventListener('hashchange', takeToken)

if (!takeToken() && form.dataset.id && localStorage.length > 0) {
  // Followed from another site the cookie did not come along; from here it does.
  fetch('/api/requests/' + form.dataset.id).then((response) => response.ok && after(), () => {})
}
`
