import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { METHODS, openServing, serveStdio } from '@kvlar/runtime/serve'
import { createConnection } from '../../src/serve/connection.ts'
import { createHandles } from '../../src/serve/handles.ts'
import { SERVE_LIMITS } from '../../src/serve/protocol.ts'
import { served } from '../support/served.ts'
import { newUser, type User } from '../support/user.ts'

const POLICY = `name: p
rules:
  - { id: reads, match_on: { resources: ['read_*'] }, effect: { type: allow } }
  - { id: pays, match_on: { resources: [pay] }, effect: { type: require_approval, reason: money } }
`

let user: User
let policy: string
beforeAll(() => {
  user = newUser()
  user.writePolicy(POLICY)
  policy = join(user.home, '.kvlar', 'policy.yaml')
})
afterAll(() => user.remove())

async function greeted(...args: readonly string[]) {
  const one = served(user, ...args)
  await one.ask('hello', { protocol: 1 }).answer
  return one
}

const token = (): string =>
  readFileSync(join(user.home, 'state', 'kvlar', 'approvals', 'reviewer.token'), 'utf8').trim()

describe('a program that is served', () => {
  test('gets dry decisions that leave nothing behind, and ends it by ending its input', async () => {
    const { ask, end, exit, errors } = await greeted()
    const of = { policy, resource: 'read_file', parameters: { path: '/a' } }
    const { result } = await ask('evaluate', of).answer
    expect(result).toMatchObject({ decision: 'allow', rule_id: 'reads', missing: [] })
    const { out } = user.kvlar(
      'evaluate',
      '--json',
      '-p',
      policy,
      '--resource=read_file',
      '--parameters={"path":"/a"}',
    )
    expect({ ...result, missing: undefined }).toEqual({ ...JSON.parse(out), missing: undefined })
    end()
    expect(await exit).toBe(0)
    expect(errors()).toBe('')
    expect(existsSync(join(user.home, 'state'))).toBe(false)
  })

  test('has its calls judged, recorded and ended, and may run only what was judged', async () => {
    const { ask, end, exit } = await greeted()
    const begun = await ask('guard.begin', { name: 'read_mail', arguments: { id: 7 } }).answer
    expect(begun.result).toMatchObject({ arguments: { id: 7 } })
    const call = begun.result?.['call']
    expect(await ask('guard.finish', { call, result: 'ok' }).answer).toMatchObject({ result: {} })
    const again = await ask('guard.finish', { call, result: 'ok' }).answer
    expect(again.error?.code).toBe('SERVE_UNKNOWN_HANDLE')
    const denied = await ask('guard.begin', { name: 'remove', arguments: {} }).answer
    expect(denied.error).toMatchObject({ code: 'POLICY_DEFAULT_DENY', kind: 'stopped', name: 'KvlarDenied' })
    const verdict = await ask('judge', { action: { principal_id: 'ana', action_name: 'read_x' } }).answer
    expect(verdict.result).toMatchObject({ verdict: 'permit', rule_id: 'reads' })
    end()
    expect(await exit).toBe(0)
    const { out } = user.kvlar('audit', 'tail', '--json', '-n', '20')
    const decided = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind?: string; event?: string })
    expect(out).toContain('read_mail')
    expect(out).toContain('POLICY_DEFAULT_DENY')
    expect(decided.length).toBeGreaterThan(3)
  })

  test('waits for a reviewer, and decides only with the token of one', async () => {
    const { ask, end, exit } = await greeted()
    const paying = ask('guard.begin', { name: 'pay', arguments: { amount: 3 } })
    let id: unknown
    await expect
      .poll(
        async () => {
          const { result } = await ask('approvals.list').answer
          id = (result?.['requests'] as { id: string }[] | undefined)?.[0]?.id
          return id
        },
        { timeout: 30_000 },
      )
      .toBeDefined()
    const guess = await ask('approvals.decide', { id, verdict: 'approve', token: 'guessed' }).answer
    expect(guess.error?.code).toBe('SERVE_NOT_ALLOWED')
    expect((await ask('approvals.get', { id }).answer).result).toMatchObject({
      request: { status: 'pending' },
    })
    const waiting = ask('approvals.wait', { id, timeout_ms: 60_000 })
    const decided = await ask('approvals.decide', { id, verdict: 'approve', token: token() }).answer
    expect(decided.result).toMatchObject({ decided: true })
    expect((await waiting.answer).result).toMatchObject({ request: { status: 'approved' } })
    expect((await paying.answer).result).toMatchObject({ arguments: { amount: 3 }, approval_id: id })
    end()
    expect(await exit).toBe(0)
  })

  test('has what waits withdrawn: by itself, and when it goes', async () => {
    const { ask, send, end, exit } = await greeted()
    const first = ask('guard.begin', { name: 'pay', arguments: { amount: 4 } })
    const second = ask('guard.begin', { name: 'pay', arguments: { amount: 5 } })
    const pending = async () =>
      (await ask('approvals.list').answer).result?.['requests'] as { tool_args: { amount: number } }[]
    await expect.poll(async () => (await pending()).length, { timeout: 30_000 }).toBe(2)
    send(JSON.stringify({ cancel: first.id }))
    expect((await first.answer).error?.code).toBe('SERVE_CANCELLED')
    await expect
      .poll(async () => (await pending()).map((one) => one.tool_args.amount), { timeout: 30_000 })
      .toEqual([5])
    end()
    expect((await second.answer).error?.code).toBe('SERVE_CANCELLED')
    expect(await exit).toBe(0)
    expect(JSON.parse(user.kvlar('approvals', 'list', '--json').out)).toEqual([])
  })

  test('is told what is wrong with a policy, as people are', async () => {
    const { ask, end } = await greeted()
    const bad = join(user.home, 'bad.yaml')
    writeFileSync(bad, 'name: x\nrules:\n  - { id: a, efect: 1 }\n')
    const { error } = await ask('evaluate', { policy: bad, resource: 'x' }).answer
    expect(error).toMatchObject({ kind: 'policy', name: 'PolicyError' })
    expect(error?.data?.['diagnostics']).toContainEqual(expect.objectContaining({ file: bad, line: 3 }))
    const { result } = await ask('validate', { policy: bad }).answer
    expect(result).toMatchObject({ valid: false })
    const missing = await ask('evaluate', { policy: join(user.home, 'none.yaml'), resource: 'x' }).answer
    expect(missing.error).toMatchObject({ kind: 'policy', code: 'SETTINGS_NO_POLICY' })
    end()
  })

  test('sees a policy that changed, from the next decision on', async () => {
    const { ask, end } = await greeted()
    const file = join(user.home, 'changing.yaml')
    for (const effect of ['allow', 'deny', 'allow', 'deny', 'allow']) {
      writeFileSync(
        file,
        `name: x\nrules:\n  - { id: a, match_on: { resources: [x] }, effect: { type: ${effect}, reason: r } }\n`,
      )
      expect((await ask('evaluate', { policy: file, resource: 'x' }).answer).result?.['decision']).toBe(
        effect,
      )
    }
    end()
  })
})

describe('the protocol', () => {
  test('is greeted first, in a version that is spoken here', async () => {
    const { ask, end, exit } = served(user)
    expect((await ask('evaluate', { resource: 'x' }).answer).error?.code).toBe('SERVE_PROTOCOL')
    expect((await ask('hello', { protocol: 2 }).answer).error?.code).toBe('SERVE_PROTOCOL')
    const { result } = await ask('hello', { protocol: 1 }).answer
    expect(result).toMatchObject({ protocol: 1, methods: Object.keys(METHODS) })
    end()
    expect(await exit).toBe(0)
  })

  test('says what is wrong with a request', async () => {
    const { ask, send, answerTo, end } = await greeted()
    const nobody = answerTo(null)
    send('{"id": 1, "id": 2}')
    expect((await nobody).error?.code).toBe('SERVE_BAD_FRAME')
    expect((await ask('nope').answer).error?.code).toBe('SERVE_UNKNOWN_METHOD')
    const { error } = await ask('evaluate', { resource: 'x', efect: 'secret-value' }).answer
    expect(error).toMatchObject({ code: 'SERVE_BAD_PARAMS' })
    expect(error?.message).toContain('efect')
    expect(error?.message).not.toContain('secret-value')
    end()
  })

  test('refuses more than one caller may have open, and whatever comes after the end; faults stay here', async () => {
    const answers: { id: number; error: { code: string } }[] = []
    const faults: unknown[] = []
    const kvlar = Promise.withResolvers<never>()
    const [reviewers, policySets] = [() => undefined, { named: () => kvlar.promise as never }]
    const connection = createConnection({
      serving: {
        kvlar: () => kvlar.promise,
        policySets,
        isLocal: true,
        actAs: () => {},
        authenticate: reviewers,
        handles: createHandles(),
      },
      version: '0',
      write: (line) => void answers.push(JSON.parse(line)),
      onFailure: (fault) => void faults.push(fault),
    })
    const ask = (id: number, method: string, params: object): void =>
      connection.hear(JSON.stringify({ id, method, params }))
    ask(0, 'hello', { protocol: 1 })
    const action = { principal_id: 'a', action_name: 'b' }
    for (let id = 1; id <= SERVE_LIMITS.openMax + 1; id += 1) ask(id, 'judge', { action })
    expect(answers.at(-1)).toMatchObject({ id: SERVE_LIMITS.openMax + 1, error: { code: 'SERVE_BUSY' } })
    kvlar.reject(new Error('a fault that quotes /secret'))
    await expect.poll(() => answers.length, { timeout: 30_000 }).toBe(SERVE_LIMITS.openMax + 2)
    expect(new Set(answers.slice(2).map(({ error }) => error.code))).toEqual(new Set(['SERVE_INTERNAL']))
    expect(JSON.stringify(answers)).not.toContain('/secret')
    expect(faults).toHaveLength(SERVE_LIMITS.openMax)
    await connection.end()
    ask(-1, 'judge', { action })
    expect(answers.at(-1)).toMatchObject({ id: -1, error: { code: 'SERVE_CLOSING' } })
  })

  test('docs/spec/serve.md has the schemas of the methods; `node tools/serve-reference.mjs` writes it', () => {
    const root = resolve(import.meta.dirname, '../../../..')
    const tool = join(root, 'tools', 'serve-reference.mjs')
    const { stdout } = spawnSync(process.execPath, [tool, '--print'], { encoding: 'utf8' })
    expect(readFileSync(join(root, 'docs/spec/serve.md'), 'utf8')).toBe(stdout)
  })

  test('answers every request once, whatever else is sent', async () => {
    const id = fc.oneof(
      fc.integer(),
      fc.string({ maxLength: 20 }),
      fc.constant(null),
      fc.double(),
      fc.string({ minLength: 129, maxLength: 140 }),
    )
    const method = fc.oneof(
      fc.constantFrom(
        ...Object.keys(METHODS).filter((name) => name !== 'audit.verify'),
        'hello',
        '__proto__',
        'toString',
      ),
      fc.string(),
    )
    const params = fc.oneof(
      fc.jsonValue(),
      fc.record({ policy: fc.constant(policy), resource: fc.string(), parameters: fc.object() }),
    )
    const message = fc.oneof(
      fc.record({ id, method, params }, { requiredKeys: [] }),
      fc.jsonValue(),
      fc.record({ cancel: id }),
    )
    const line = fc.oneof(
      message.map((value) => JSON.stringify(value)),
      fc.string().map((text) => text.replaceAll(/[\r\n]/g, ' ')),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
        const input = new PassThrough()
        const output = new PassThrough()
        const open = openServing({
          kvlar: {
            policies: [policy],
            record: false,
            approvals: false,
            limits: 'memory',
            sessions: 'memory',
          },
        })
        const faults: unknown[] = []
        const ending = new AbortController()
        const serving = open.serving({ isLocal: true, actAs: () => {} })
        const serve = serveStdio({
          input,
          output,
          serving,
          version: '0',
          signal: ending.signal,
          onFailure: (error) => faults.push(error),
        })
        const hello = { id: 'hello', method: 'hello', params: { protocol: 1 } }
        const sent = [JSON.stringify(hello), ...lines].filter((text) => text !== '')
        input.end(sent.map((text) => `${text}\n`).join(''))
        await serve
        await open.close()
        const answers = String(output.read() ?? '')
          .trim()
          .split('\n')
          .map((text) => JSON.parse(text) as { id: unknown; result?: object; error?: object })
        expect(faults).toEqual([])
        // A line that withdraws is the only one without an answer.
        const withdrawals = sent.filter((text) => isWithdrawal(text)).length
        expect(answers.length).toBe(sent.length - withdrawals)
        for (const answer of answers)
          expect((answer.result === undefined) !== (answer.error === undefined)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

function isWithdrawal(text: string): boolean {
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null
    const cancel = value?.['cancel']
    const isId = typeof cancel === 'string' ? cancel.length <= 128 : Number.isSafeInteger(cancel)
    return isId && Object.keys(value ?? {}).length === 1 && !Object.is(cancel, -0)
  } catch {
    return false
  }
}
