/** Talking to the server: the key of the page, changes, and pages to take parts of. */
export const NET_SCRIPT = String.raw`
// The key is kept by origin, port included, unlike the cookie: alone that changes nothing.
const KEY = 'kvlar-page-key'
export const keepKey = (key) => localStorage.setItem(KEY, key)

const signIn = () => {
  const id = new URL(location.href).searchParams.get('id')
  location.assign('/login' + (id ? '?id=' + encodeURIComponent(id) : ''))
}

/** Sends a change; the answer is the parsed JSON, or empty. A text is sent as it is. */
export const post = async (path, body = {}) => {
  let response
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Page-Key': localStorage.getItem(KEY) ?? '' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  } catch {
    return { ok: false, answer: { message: 'The server did not answer; whether it decided is not known.' } }
  }
  const answer = await response.json().catch(() => ({}))
  if (response.status === 401 || answer.error === 'CSRF') signIn()
  return { ok: response.ok, answer }
}

export const signOut = async () => {
  await post('/session/end')
  localStorage.removeItem(KEY)
  location.assign('/login')
}

/** One of our own pages, parsed by the browser as a document; no text is made markup here. */
export const page = (href) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('GET', href)
    request.responseType = 'document'
    request.onload = () => {
      if (new URL(request.responseURL).pathname === '/login') signIn()
      else if (request.status === 200 && request.response) resolve(request.response)
      else reject(new Error(String(request.status)))
    }
    request.onerror = reject
    request.send()
  })
`
