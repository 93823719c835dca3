import { describe, expect, test } from 'vitest'
import { call } from '../../../approvals/test/calls.ts'
import { sender, serving, signIn } from '../support/server.ts'

const serve = serving()

async function pages() {
  const { server, token, ask, approvals } = await serve()
  const { browser, cookie } = await signIn(server.url, token)
  const read = async (path: string) => (await browser('GET', path, { headers: { cookie } })).text
  return { server, ask, approvals, read }
}

describe('what the page says', () => {
  test('an address that leads nowhere is answered with a page in a browser, and in JSON elsewhere', async () => {
    const { server } = await serve()
    const send = sender(server.url, '')
    const visit = await send('GET', '/nowhere', { headers: { accept: 'text/html,*/*' } })
    expect(visit.status).toBe(404)
    expect(visit.headers['content-type']).toContain('text/html')
    expect(visit.text).toContain('There is no such page')
    expect(visit.text).not.toContain('<script')
    const wrong = await send('GET', '/', { headers: { accept: 'text/html', host: 'evil.example' } })
    expect([wrong.status, wrong.text.includes('goes by another name')]).toEqual([421, true])
    expect((await send('GET', '/nowhere')).json()).toMatchObject({ error: 'NOT_FOUND' })
    const api = await send('GET', '/api/nowhere', { headers: { accept: 'text/html' } })
    expect(api.json()).toMatchObject({ error: 'NOT_FOUND' })
  })

  test('requests together show their risk, why they were stopped, the nearest end and that a denial needs a note', async () => {
    const { ask, approvals, read } = await pages()
    const over = { riskLevel: 'medium', terms: { requireNote: true } } as const
    const ids = [await ask({ n: 1 }, over), await ask({ n: 2 }, over)]
    const text = await read(`/?batch=${ids.join(',')}`)
    expect(text).toContain('medium risk')
    expect(text).toContain('writes need a human')
    expect(text).toContain('Note for all of them (a denial needs one)')
    const first = await approvals.get(ids[0] ?? '')
    expect(text).toContain(`data-until="${first?.expiresAtMs}"`)
  })

  test('a filter that hides all that waits is no empty queue', async () => {
    const { ask, read } = await pages()
    expect(await read('/?q=nothing')).toContain('Nothing waits for you')
    await ask({ n: 1 })
    const text = await read('/?q=nothing')
    expect(text).toContain('One request waits')
    expect(text).not.toContain('Nothing waits for you')
  })

  test('the glass is offered only where one yes is not enough, or theirs does not count', async () => {
    const { ask, read } = await pages()
    const offers = async (terms: NonNullable<Parameters<typeof call>[1]>['terms']) =>
      (await read(`/?id=${await ask({ terms: JSON.stringify(terms) }, { terms: { ...terms } })}`)).includes(
        'data-act="break-open"',
      )
    expect(await offers({ quorum: 1 })).toBe(false)
    expect(await offers({ quorum: 2 })).toBe(true)
    expect(await offers({ approvers: ['user:ana'] })).toBe(true)
  })

  test('what a rule met is set as code where it is quoted', async () => {
    const { approvals, read } = await pages()
    const asked = call({ command: 'x' })
    const matched = '`command` contains `<rm>`'
    const { request } = await approvals.request({ ...asked, decision: { ...asked.decision, matched } })
    const text = await read(`/?id=${request.id}`)
    expect(text).toMatch(/<code><bdi dir="ltr">command<\/bdi><\/code>/)
    expect(text).toMatch(/<code><bdi dir="ltr">&lt;rm&gt;<\/bdi><\/code>/)
  })
})
