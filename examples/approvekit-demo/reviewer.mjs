import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

/** What the script answers; whatever is not here it leaves alone. */
const ANSWERS = new Map([
  ['send_email', { verb: 'approve', notes: 'known customer' }],
  ['read_pii', { verb: 'approve', notes: 'needed for the case' }],
  ['delete_record', { verb: 'reject', notes: 'keep it' }],
])

/** A reviewer without eyes: looks at what waits through the JSON API, and answers by the list above. */
export async function startReviewer({ url, tokenFile }) {
  const headers = {
    authorization: `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}`,
    'content-type': 'application/json',
  }
  const end = new AbortController()
  const seen = []
  const look = async () => {
    const response = await fetch(new URL('api/requests?status=pending', url), { headers })
    for (const request of await response.json()) {
      const answer = ANSWERS.get(request.tool_name)
      if (answer === undefined) continue
      seen.push(request)
      await fetch(new URL(`api/requests/${request.id}/${answer.verb}`, url), {
        method: 'POST',
        headers,
        body: JSON.stringify({ notes: answer.notes }),
      })
    }
  }
  const work = (async () => {
    while (!end.signal.aborted) {
      await look()
      await pause(100, undefined, { signal: end.signal }).catch(() => {})
    }
  })()
  return {
    /** The requests that it answered, as it saw them. */
    seen,
    stop: async () => {
      end.abort()
      await work
    },
  }
}
