import { createServer } from 'node:http'
import { createKvlar } from './kvlar-messages.mjs'
import { createSlack } from './slack-client.mjs'
import { askingMessage, escalatedMessage, requestOf, settledMessage } from './slack-message.mjs'
import { isFromSlack } from './slack-signature.mjs'

const BODY_BYTES_MAX = 256 * 1024
/** Requests, and messages of Kvlar, that are remembered; the oldest are forgotten first. */
const KEPT_MAX = 10_000

/**
 * Brings Kvlar's questions to a Slack channel and the answers back. A person is who Slack says and `approvers` maps;
 * whether they may decide is Kvlar's to say.
 */
export function createReceiver({ slack: slackOptions, kvlar: kvlarOptions, approvers }) {
  const slack = createSlack(slackOptions)
  const kvlar = createKvlar(kvlarOptions)
  const asked = bounded()
  const handled = bounded()

  const ask = async (message) => {
    const request = requestOf(message)
    asked.set(request.id, { request, ts: await slack.post(askingMessage(request)) })
  }

  const settle = async (id, outcome) => {
    const known = asked.get(id)
    if (known !== undefined) await slack.update(known.ts, settledMessage(known.request, outcome))
  }

  /** The question stays as it is; the channel is told who may answer it as well by now. */
  const escalate = async (id, by) => {
    const known = asked.get(id)
    if (known !== undefined) await slack.post({ ...escalatedMessage(known.request, by), thread_ts: known.ts })
  }

  const takers = {
    'approval.requested': ask,
    'approval.escalated': ({ data }) => escalate(data.request_id, data),
  }

  /** Once for each message, however often it is delivered; one that failed may come again. */
  const once = async (id, work) => {
    if (!handled.has(id)) handled.set(id, work())
    try {
      await handled.get(id)
    } catch (error) {
      handled.delete(id)
      throw error
    }
  }

  const fromKvlar = async (request, body) => {
    if (!kvlar.isFromKvlar(request.headers, body)) return 401
    const message = JSON.parse(body)
    const isQuestion = message.type === 'approval.requested'
    const take = takers[message.type] ?? (({ data }) => settle(data.request_id, data))
    await once(request.headers['webhook-id'], () => take(message))
    // 202: a person answers later.
    return isQuestion ? 202 : 204
  }

  const clicked = async ({ user, actions: [action] }) => {
    const known = asked.get(action.value)
    const approver = approvers.get(user.id)
    if (known === undefined) return slack.tell(user.id, 'This question is not known here any more.')
    if (approver === undefined) return slack.tell(user.id, 'You are not among the reviewers.')
    const decision = action.action_id === 'approve' && known.request.isWhole ? 'approved' : 'denied'
    const { status, answer } = await kvlar.decide(known.request, { decision, approver })
    if (status !== 200) await slack.tell(user.id, `It does not count: ${answer.message}`)
    else if (answer.status === 'pending') await slack.tell(user.id, 'Noted; somebody else must approve too.')
    // Whatever it has become, Kvlar tells, and the message is edited then.
  }

  const fromSlack = (request, body) => {
    const { signingSecret } = slackOptions
    const signed = { headers: request.headers, body, secret: signingSecret, nowMs: Date.now() }
    if (!isFromSlack(signed)) return 401
    const payload = JSON.parse(new URLSearchParams(body).get('payload') ?? '{}')
    // Slack waits three seconds and no longer, so it is answered before anything is done.
    if (payload.type === 'block_actions') setImmediate(() => void clicked(payload).catch(lost))
    return 200
  }

  const routes = new Map([
    ['POST /kvlar', fromKvlar],
    ['POST /slack', fromSlack],
  ])
  const handle = async (request, response) => {
    try {
      const route = routes.get(`${request.method} ${request.url}`)
      const status = route === undefined ? 404 : await route(request, await bodyOf(request))
      response.writeHead(status).end()
    } catch (error) {
      // Kvlar tries again; so does Slack.
      console.error('a message was not handled:', error.message)
      response.writeHead(503).end()
    }
  }
  return createServer((request, response) => void handle(request, response))
}

function lost({ message }) {
  console.error('a click was lost:', message)
}

async function bodyOf(request) {
  const chunks = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) throw new Error('the body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A map that forgets what is oldest. */
function bounded() {
  const map = new Map()
  return {
    get: (key) => map.get(key),
    has: (key) => map.has(key),
    delete: (key) => map.delete(key),
    set: (key, value) => {
      const [oldest] = map.keys()
      if (map.size >= KEPT_MAX) map.delete(oldest)
      map.set(key, value)
    },
  }
}
