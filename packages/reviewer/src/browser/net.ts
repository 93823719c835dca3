/*
 * Talking to the server: the key of the page, changes, and pages to take parts of.
 * The key is kept by origin, port included, unlike the cookie: alone that changes nothing.
 */
const KEY = 'kvlar-page-key'

/** What the API answers a change with; more members than these are read where they are known. */
export interface ApiAnswer {
  readonly state?: string
  readonly message?: string
  readonly error?: string
  readonly tool_args?: unknown
  readonly page_key?: string
}

export interface Posted {
  readonly ok: boolean
  readonly answer: ApiAnswer | readonly ApiAnswer[]
}

export function keepKey(key: string): void {
  localStorage.setItem(KEY, key)
}

export function hasKey(): boolean {
  return localStorage.getItem(KEY) !== null
}

function signIn(): void {
  const id = new URL(location.href).searchParams.get('id')
  location.assign(id === null ? '/login' : `/login?id=${encodeURIComponent(id)}`)
}

/** Sends a change; a text is sent as it is. */
export async function post(path: string, body: object | string = {}): Promise<Posted> {
  let response: Response
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Page-Key': localStorage.getItem(KEY) ?? '' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  } catch {
    return {
      ok: false,
      answer: { message: 'The server did not answer; whether it decided is not known.' },
    }
  }
  const answer = await answerOf(response)
  if (response.status === 401 || ('error' in answer && answer.error === 'CSRF')) signIn()
  return { ok: response.ok, answer }
}

async function answerOf(response: Response): Promise<ApiAnswer | readonly ApiAnswer[]> {
  try {
    // Our own API, whose answers are objects or lists of them.
    return (await response.json()) as ApiAnswer | readonly ApiAnswer[]
  } catch {
    return {}
  }
}

export async function signOut(): Promise<void> {
  await post('/session/end')
  localStorage.removeItem(KEY)
  location.assign('/login')
}

/** One of our own pages, parsed by the browser as a document; no text is made markup here. */
export function page(href: string): Promise<Document> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('GET', href)
    request.responseType = 'document'
    request.addEventListener('load', () => {
      if (new URL(request.responseURL).pathname === '/login') signIn()
      else if (request.status === 200 && request.responseXML !== null) resolve(request.responseXML)
      else reject(new Error(String(request.status)))
    })
    request.addEventListener('error', () => reject(new Error('no answer')))
    request.send()
  })
}
