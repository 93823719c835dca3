import { describe, expect, test } from 'vitest'
import { createWebhookChannel } from '@kvlar/approvals/webhook'
import { call, memoryApprovals } from '../../../approvals/test/calls.ts'
import { webhook } from '../../../approvals/test/hook.ts'
import { serving, signIn } from '../support/server.ts'

function asked(matched: string) {
  const plain = call({ command: 'x' })
  return { ...plain, decision: { ...plain.decision, matched } }
}

describe('what the rule met in a call', () => {
  const serve = serving()

  test('stands on its card and in the API, with nothing in it that a page would obey', async () => {
    const { approvals, server, token, send } = await serve()
    const { request } = await approvals.request(
      asked('`command` matches `\\brm\\b`: `<img src=x onerror=alert(1)> \u202erm`'),
    )
    const session = await signIn(server.url, token)
    const { text } = await session.browser('GET', `/?id=${request.id}`, {
      headers: { cookie: session.cookie },
    })
    expect(text).toContain('matched')
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(text).not.toMatch(/<img|\u202e/)
    const { rule } = (await send('GET', `/api/requests/${request.id}`)).json()
    expect(rule).toMatchObject({ id: 'ask-writes', matched: expect.stringContaining('`command` matches') })
  })

  test('is null in the API where nobody said it', async () => {
    const { ask, send } = await serve()
    const { rule } = (await send('GET', `/api/requests/${await ask()}`)).json()
    expect(rule).toMatchObject({ matched: null })
  })

  test('leaves the machine with no webhook: it quotes arguments', async () => {
    const { url, received } = await webhook((response) => response.end('{"decision":"approved"}'))
    const { approvals } = memoryApprovals({ now: Date.now })
    const { request } = await approvals.request(asked('`command` contains `rm`: `rm -rf /srv/orders`'))
    await createWebhookChannel({ approvals, url, args: 'none' }).announce(request)
    expect(received).toHaveLength(1)
    expect(received[0]?.body).not.toContain('/srv/orders')
  })
})
