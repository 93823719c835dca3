import { describe, expect, test } from 'vitest'
import type { EditJudge } from '@kvlar/approvals'
import { call } from '../../../approvals/test/calls.ts'
import { reviewed, served } from '../support/served.ts'

/* The acceptance tests about what a call is: 11 to 13, 17 and 18. */

describe('11: the digest', () => {
  const digestOf = async (args: Parameters<typeof call>[0], others: Parameters<typeof call>[1] = {}) => {
    const { approvals } = await served()
    return (await approvals.request(call(args, others))).request.digest
  }

  test('tells a text from a number, and differs from queue to queue', async () => {
    const { approvals } = await served()
    const digests = []
    for (const id of ['7', 7, true, null])
      digests.push((await approvals.request(call({ id }))).request.digest)
    expect(new Set(digests).size).toBe(4)
    expect(await digestOf({ id: 7 })).not.toBe(digests[1])
  })

  test('does not depend on the order of keys at any depth', async () => {
    const { approvals } = await served()
    const one = await approvals.request(call({ a: 1, b: { c: 2, d: [{ e: 3, f: 4 }] } }))
    const two = await approvals.request(call({ b: { d: [{ f: 4, e: 3 }], c: 2 }, a: 1 }))
    expect(two).toMatchObject({ kind: 'live', isNew: false, request: { id: one.request.id } })
  })

  test('joins no two calls whose parts merely read the same', async () => {
    const { approvals } = await served()
    const digests = []
    for (const [resource, server] of [
      ['a', 'b/c'],
      ['a/b', 'c'],
      ['a","b', 'c'],
    ] as const)
      digests.push((await approvals.request(call({}, { action: { resource, server } }))).request.digest)
    expect(new Set(digests).size).toBe(3)
  })
})

test('12: hidden characters, padding and fake dialogs are written out on the page, none of them is obeyed', async () => {
  const { held, page } = await reviewed()
  const padded = `${' '.repeat(100_000)}rm -rf /`
  const fake = '</pre><h1>Approved \u2713</h1><button>Continue</button>'
  await held({ note: `a\u202eb\u200bc\u{e0041}d\u001b[2Je\rf`, padded, fake })
  const text = await page('/')
  for (const escape of ['\\u{202e}', '\\u{200b}', '\\u{e0041}', '\\u{1b}', '\\u{d}'])
    expect(text).toContain(`<mark class="invisible">${escape}</mark>`)
  expect(text).not.toMatch(/[\u202e\u200b\u001b\r]|\u{e0041}|<h1>Approved|<button>Continue/u)
  expect(text).toContain('100,008 characters')
  expect(text).toContain('rm -rf /')
})

describe('13: what can be read in two ways, or not at all', () => {
  test('is refused in a decision, and decides nothing', async () => {
    const { approvals, held, send } = await reviewed()
    const { id } = await held()
    for (const body of [
      '{"notes":"a","notes":"b"}',
      `${'['.repeat(1000)}${']'.repeat(1000)}`,
      '{"notes":NaN}',
      '{"notes":"\\ud800"}',
      '{"edits":[{"path":"n","value":9007199254740993}]}',
      '{"notes":"a","Notes":"b"}',
      '{"break_glass":"true"}',
      '{"general":1}',
    ])
      expect((await send('POST', `/api/requests/${id}/approve`, { body })).status).toBe(400)
    expect(await approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
  })

  test('a key named `__proto__` is shown and bound as the key that it is', async () => {
    const { approvals, held } = await served()
    const request = await held(JSON.parse('{"__proto__":{"admin":true}}') as Record<string, never>)
    expect(JSON.stringify(request.call.args)).toBe('{"__proto__":{"admin":true}}')
    const plain = await approvals.request(call({}))
    expect(plain.request.digest).not.toBe(request.digest)
  })
})

describe('17: an edited call', () => {
  const terms = { editable: ['count', 'to'] }
  const judge: EditJudge = {
    validate: ({ parameters }) =>
      typeof parameters['count'] === 'number' ? undefined : '`count` must be a number',
    decide: ({ parameters }) =>
      call({}, { terms, outcome: parameters['to'] === 'eve' ? 'deny' : 'require_approval' }).decision,
  }

  test('is refused over HTTP when it violates the schema or turns the policy to deny', async () => {
    const { approvals, held, send } = await reviewed(() => ({ editJudge: judge }))
    const { id } = await held({ to: 'ana', count: 7 }, { terms })
    const edit = async (path: string, value: unknown) => {
      const answer = await send('POST', `/api/requests/${id}/edit`, { body: { edits: [{ path, value }] } })
      return [answer.status, answer.json()['error']]
    }
    expect(await edit('count', '5')).toEqual([400, 'EDIT_INVALID'])
    expect(await edit('to', 'eve')).toEqual([403, 'EDIT_DENIED'])
    expect(await edit('cc', 'eve')).toEqual([403, 'EDIT_NOT_ALLOWED'])
    expect(await approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
  })

  test('keeps the type of what was edited, and only the edited call runs', async () => {
    const { ask, held, send } = await reviewed(() => ({ editJudge: judge }))
    const { id } = await held({ to: 'ana', count: 7 }, { terms })
    const body = { edits: [{ path: 'count', value: 5 }] }
    const answer = (await send('POST', `/api/requests/${id}/edit`, { body })).json()
    expect(answer).toMatchObject({
      state: 'approved',
      edit_of: id,
      changes: [{ path: 'count', before: 7, after: 5 }],
    })
    expect(await ask({ to: 'ana', count: '5' }, { terms })).toMatchObject({ kind: 'pending' })
    expect(await ask({ to: 'ana', count: 5 }, { terms })).toMatchObject({ kind: 'approved' })
  })
})

describe('18: a grant for an hour', () => {
  const terms = { grants: ['once', '1h'] }

  async function granted() {
    const queue = await reviewed()
    const { id } = await queue.held({ n: 1 }, { terms })
    await queue.send('POST', `/api/requests/${id}/approve`, { body: { grant: '1h' } })
    const again = () => queue.approvals.request(call({ n: 1 }, { terms }))
    return { ...queue, again }
  }

  test('is good until that moment, and not at it', async () => {
    const { again, clock } = await granted()
    clock.ms += 3_599_999
    expect(await again()).toMatchObject({ kind: 'granted' })
    clock.ms += 1
    expect(await again()).toMatchObject({ kind: 'live' })
  })

  test('is over as soon as it is revoked', async () => {
    const { again, send } = await granted()
    expect(await again()).toMatchObject({ kind: 'granted' })
    const [grant] = (await send('GET', '/api/grants')).json()
    expect((await send('POST', `/api/grants/${String(grant?.['id'])}/revoke`)).status).toBe(200)
    expect(await again()).toMatchObject({ kind: 'live' })
    expect((await send('GET', '/api/grants')).json()).toEqual([])
  })

  test('answers no call that another rule asks about or that the policy denies', async () => {
    const { approvals } = await granted()
    expect(await approvals.request(call({ n: 1 }, { terms, ruleId: 'other' }))).toMatchObject({
      kind: 'live',
    })
    const { request } = await approvals.request(call({ n: 1 }, { terms }))
    expect(await approvals.consume(request.id, call({ n: 1 }, { terms, outcome: 'deny' }))).toBeUndefined()
  })
})
