import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { styleText } from 'node:util'

const SIGN_IN = /reviewers may sign in at (\S+), with the token in (.+)$/
const POLL_MS = 50

/**
 * Somebody who decides what the agent may do: the person at this terminal, by a key or in the browser, or, where nobody
 * sits at one, a script that says yes through the same API.
 */
export class Reviewer {
  url
  #token
  #ready

  /** @param stderr what the proxy tells people, which is where its page is */
  constructor(stderr) {
    this.#ready = new Promise((resolve) => {
      createInterface({ input: stderr }).on('line', (line) => {
        const [, url, file] = SIGN_IN.exec(line) ?? []
        if (url === undefined) return
        this.url = url
        this.#token = readFileSync(file, 'utf8').trim()
        resolve()
      })
    })
  }

  /** The one request that waits. */
  async waitForRequest() {
    await this.#ready
    for (;;) {
      const [request] = await this.#api('GET', 'requests?status=pending')
      if (request !== undefined) return request
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }

  /** The page as a browser gets it, with a request open. */
  async page(id) {
    const signedIn = await fetch(`${this.url}session`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: new URL(this.url).origin },
      body: new URLSearchParams({ token: this.#token }),
    })
    const [cookie] = signedIn.headers.getSetCookie()
    const page = await fetch(`${this.url}?id=${id}`, { headers: { cookie: cookie.split(';')[0] } })
    return page.text()
  }

  /** Asks whoever is there, and says what they answered. */
  async decide(id) {
    if (process.stdin.isTTY && process.stdout.isTTY) return this.#askPerson(id)
    await this.#api('POST', `requests/${id}/approve`, { notes: 'the guided run' })
    return { decided: 'approved', by: 'by a script, through the API' }
  }

  async #askPerson(id) {
    console.log(`   ${styleText('bold', 'Your turn.')} Open the page:`)
    console.log(`   ${styleText('cyan', `${this.url}login#${encodeURIComponent(this.#token)}`)}`)
    console.log(`   or press ${styleText('bold', 'a')} to approve here, ${styleText('bold', 'd')} to deny.`)
    const key = this.#key()
    try {
      for (;;) {
        const { status } = await this.#api('GET', `requests/${id}`)
        if (status !== 'pending')
          return status === 'approved'
            ? { decided: 'approved', by: 'by you, on the page or at this terminal' }
            : { decided: 'denied', by: status === 'timeout' ? 'nobody answered in time' : 'by you' }
        if (key.pressed === 'a') await this.#api('POST', `requests/${id}/approve`, {})
        if (key.pressed === 'd') await this.#api('POST', `requests/${id}/reject`, {})
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
    } finally {
      key.end()
    }
  }

  /** Single keys, until it ends; Control-C still ends the run. */
  #key() {
    const key = {
      pressed: undefined,
      end: () => {
        process.stdin.off('data', onData)
        process.stdin.setRawMode(false)
        process.stdin.pause()
      },
    }
    const onData = (bytes) => {
      const text = String(bytes)
      if (text === '\u0003') {
        key.end()
        process.kill(process.pid, 'SIGINT')
      }
      key.pressed = text
    }
    process.stdin.setRawMode(true)
    process.stdin.resume()
    process.stdin.on('data', onData)
    return key
  }

  async #api(method, path, body) {
    const response = await fetch(`${this.url}api/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok && response.status !== 409) throw new Error(`the API answered ${response.status}`)
    return response.json()
  }
}
