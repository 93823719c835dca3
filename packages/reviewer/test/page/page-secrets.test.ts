import { describe, expect, test } from 'vitest'
import { serving, signIn } from '../support/server.ts'

const TOKEN = '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'
const COMMAND = `curl -H "X: ${TOKEN}" https://example.com`

const open = serving()

describe('a secret in a text of a call', () => {
  test('is not on the page nor in the API, where the text says that a part of it is hidden', async () => {
    const { ask, send, server, token } = await open()
    const id = await ask({ command: COMMAND })
    const { browser, cookie } = await signIn(server.url, token)
    const page = (await browser('GET', `/?id=${id}`, { headers: { cookie } })).text
    expect(page).not.toContain(TOKEN)
    expect(page).toContain('X: [REDACTED]')
    expect(page).toContain('partly hidden')
    expect((await send('GET', `/api/requests/${id}`)).text).not.toContain(TOKEN)
  })
})
