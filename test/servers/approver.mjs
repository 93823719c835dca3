import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'

const SIGN_IN = /reviewers may sign in at (\S+), with the token in (.+)$/
const POLL_MS = 50

/** Says yes to every call that waits, through the API that reviewers use, for as long as the proxy serves it. */
export class Approver {
  /** How many calls it has approved. */
  approved = 0

  /** @param stderr what the proxy tells people, which is where its page is */
  constructor(stderr) {
    createInterface({ input: stderr }).on('line', (line) => {
      const [, url, file] = SIGN_IN.exec(line) ?? []
      if (url !== undefined) void this.#approveAll(`${url}api/requests`, readFileSync(file, 'utf8').trim())
    })
  }

  async #approveAll(requests, token) {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    try {
      for (;;) {
        const pending = await (await fetch(`${requests}?status=pending`, { headers })).json()
        for (const { id } of pending) {
          const { ok } = await fetch(`${requests}/${id}/approve`, { method: 'POST', headers, body: '{}' })
          if (ok) this.approved += 1
        }
        await wait(POLL_MS)
      }
    } catch {
      // The proxy has ended, and its page with it.
    }
  }
}
