import { describe, expect, test } from 'vitest'
import type { AuditView } from '@kvlar/reviewer/server'
import { ANA, BEN, call, memoryApprovals } from '../../../approvals/test/calls.ts'
import { serving, signIn } from '../support/server.ts'

const serve = serving()

async function pages(over: Parameters<typeof serve>[0] = {}) {
  const queue = memoryApprovals({ caps: { principalMax: 500, sessionMax: 500, serverMax: 500 } })
  const one = await serve({ approvals: queue.approvals, ...over })
  const { browser, cookie } = await signIn(one.server.url, one.token)
  const ask = async (...args: Parameters<typeof call>) =>
    (await queue.approvals.request(call(...args))).request.id
  /** The page as text, without its markup. */
  const read = async (path: string) => {
    const { text } = await browser('GET', path, { headers: { cookie } })
    return text
      .replace(/<(\w+)[^>]*>/g, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
  }
  const raw = async (path: string) => (await browser('GET', path, { headers: { cookie } })).text
  return { ...queue, ask, read, raw }
}

describe('the history', () => {
  test('shows how often people approve, how long they take, and how many decide too fast to have read', async () => {
    const { ask, approvals, clock, read } = await pages()
    for (const [n, ms] of [500, 1999, 2000, 90_000].entries()) {
      const id = await ask({ n })
      clock.ms += ms
      await approvals.decide(id, { verdict: n === 3 ? 'deny' : 'approve', approver: ANA })
    }
    const expired = await ask({ n: 9 })
    clock.ms += 400_000
    const text = await read('/history')
    expect(text).toContain('5 requests')
    expect(text).toContain('75 % approved, of 4 that people decided')
    expect(text).toContain('2 s median time to decide')
    expect(text).toContain('50 % decided within 2 seconds')
    expect(text).toContain('1 min 30 s')
    expect((await approvals.get(expired))?.state).toBe('expired')
  })

  test('is filtered by result, risk, agent, server and words, and shown fifty at a time', async () => {
    const { ask, approvals, clock, read } = await pages()
    for (let n = 0; n < 60; n += 1) {
      clock.ms += 1
      const id = await ask({ path: `/srv/${n}` }, { riskLevel: n === 7 ? 'high' : 'low' })
      await approvals.decide(id, { verdict: n % 2 === 0 ? 'approve' : 'deny', approver: BEN })
    }
    expect(await read('/history')).toContain('1 of 2')
    expect(await read('/history')).not.toContain('/srv/9 ')
    expect(await read('/history?page=2')).toContain('/srv/9 ')
    expect(await read('/history?page=99')).toContain('2 of 2')
    for (const word of ['denied', 'rejected'])
      expect(await read(`/history?status=${word}`)).toContain('30 requests')
    expect(await read('/history?risk=high')).toContain('1 request ')
    expect(await read('/history?q=srv/33')).toContain('1 request ')
    expect(await read('/history?server=other')).toContain('Nothing fits the filter.')
    expect(await read('/history?q=a&q=b')).toContain('60 requests')
  })
})

describe('an address that names a request', () => {
  test('shows that one or none: what is not known is said to be unknown, and nothing is offered', async () => {
    const { ask, approvals, raw } = await pages()
    const id = await ask({ path: '/srv/waits' })
    for (const query of [
      'id=apr_none',
      `id=apr_${'0'.repeat(32)}`,
      `id=${id}x`,
      `id=${id.toUpperCase()}`,
      `id=${id}&id=${id}`,
      'id=',
      'batch=apr_none,apr_other',
      `batch=${id}&batch=${id}`,
      'id=__proto__',
    ]) {
      const text = await raw(`/?${query}`)
      expect([query, text.includes('This request is not known here')]).toEqual([query, true])
      expect(text).not.toContain('data-actions')
      expect(text).not.toContain('data-act="approve"')
      expect(text).not.toContain('aria-current="true"')
    }
    expect(await raw(`/?id=${id}`)).toContain('data-act="approve"')
    expect(await raw('/')).toContain('data-act="approve"')
    await approvals.decide(id, { verdict: 'deny', approver: BEN })
    expect(await raw(`/?id=${id}`)).not.toContain('data-act="approve"')
  })

  test('of several, says how many of them are left out', async () => {
    const { ask, read } = await pages()
    const [a, b] = [await ask({ n: 1 }), await ask({ n: 2 })]
    expect(await read(`/?batch=${a},${b},apr_none`)).toContain('Write file 2 requests low risk 1 left out')
    expect(await read(`/?batch=${a},${b}`)).not.toContain('left out')
  })
})

describe('what stands around a request', () => {
  test('how the same rule answered for the same tool, and the calls of the session before it', async () => {
    const { ask, approvals, clock, read } = await pages()
    for (let n = 0; n < 3; n += 1) {
      const id = await ask({ path: `/srv/${n}` }, { definition: 'aa' })
      await approvals.decide(id, { verdict: n === 0 ? 'deny' : 'approve', approver: n === 2 ? ANA : BEN })
      clock.ms += 1000
    }
    const other = await ask({ path: '/other' }, { ruleId: 'another', sessionId: 'session-2' })
    await approvals.decide(other, { verdict: 'deny', approver: BEN })
    const id = await ask({ path: '/srv/now' }, { definition: 'bb' })
    const text = await read(`/?id=${id}`)
    expect(text).toContain('approved 2×, denied 1×, last approved by ana')
    expect(text).toContain('changed since it was last approved')
    expect(text.slice(text.indexOf('Before this'))).toContain('/srv/2')
    expect(text.slice(text.indexOf('Before this'))).not.toContain('/other')
  })

  test('who may approve by now, and who is asked later', async () => {
    const { ask, clock, read } = await pages()
    const terms = { approvers: ['user:ana'], escalate: [{ afterMs: 60_000, to: ['group:leads'] }], quorum: 2 }
    const id = await ask({ n: 1 }, { terms })
    expect(await read(`/?id=${id}`)).toContain('group:leads from 1 min on')
    expect(await read(`/?id=${id}`)).toContain('You are not among the approvers')
    clock.ms += 60_000
    expect(await read(`/?id=${id}`)).toContain('group:leads asked too')
  })
})

describe('the record', () => {
  const view = (status: AuditView['status']): AuditView => ({
    status,
    text: 'said by the verifier',
    entries: [
      { at: '2026-11-26T12:00:00Z', kind: 'decision', text: 'allow read_file' },
      { at: '2026-11-26T12:00:01Z', kind: 'approval', text: '\u202edenied <b>' },
    ],
  })

  test.each([
    ['intact', 'Intact', 'a key that you trust signed it'],
    ['not-pinned', 'Intact, key not pinned', 'only the record itself names the key'],
    ['broken', 'Broken', 'Do not rely on this record'],
    ['unknown', 'Not known', 'was not verified'],
    ['absent', 'No record', 'No audit record is connected'],
  ] as const)('%s is called so, with what it means and how to verify it', async (status, label, meaning) => {
    const { read } = await pages({ audit: async () => view(status) })
    const text = await read('/audit')
    expect(text).toContain(` ${label} `)
    expect(text).toContain(meaning)
    expect(text).toContain('kvlar audit verify')
  })

  test('its last entries are filtered by words and shown as text', async () => {
    const { read } = await pages({ audit: async () => view('intact') })
    expect(await read('/audit?q=approval')).toContain('\\u{202e} denied &lt;b&gt;')
    expect(await read('/audit?q=approval')).not.toContain('read_file')
  })

  test('its last entries are filtered by their kind, of which each that is there can be chosen', async () => {
    const { read } = await pages({ audit: async () => view('intact') })
    const all = await read('/audit')
    expect(all).toMatch(/Any kind.*approval.*decision/s)
    expect(all).toContain('read_file')
    const approvals = await read('/audit?kind=approval')
    expect(approvals).toContain('denied &lt;b&gt;')
    expect(approvals).not.toContain('allow read_file')
    expect(await read('/audit?kind=approval&q=read_file')).toContain('Nothing fits the filter')
    expect(await read('/audit?kind=%3Cimg%3E')).toContain('&lt;img&gt;')
    expect(await read(`/audit?kind=${'x'.repeat(201)}`)).toContain('allow read_file')
  })

  test('a record that cannot be read is not known, and nothing else stops', async () => {
    const { read } = await pages({
      audit: async () => {
        throw new Error('disk')
      },
    })
    expect(await read('/audit')).toContain('Not known')
  })
})
