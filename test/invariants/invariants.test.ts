import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ACTION_TYPES,
  agentPrincipal,
  createRedactor,
  EFFECT_TYPES,
  formatDiagnostic,
  readPolicy,
  REDACTED,
  type Action,
  type ActionType,
} from '../../packages/core/src/index.ts'
import type { JsonObject } from '../../packages/core/src/json/index.ts'
import {
  createApprovals,
  createBroker,
  createMemoryStore,
  deriveApprovalKeys,
  type Approver,
} from '../../packages/approvals/src/index.ts'
import { KeyPair } from '../../packages/crypto/src/index.ts'
import { ChainEnd, signCheckpoint, verifyChain } from '../../packages/audit/src/index.ts'
import { createFloor } from '../../packages/gate/src/index.ts'
import { root } from '../architecture/source-tree.ts'
import { ALLOW_ALL, callOf, engineOf, sessionOf, settled } from './session-in-memory.ts'

const actionOf = (resource: string, parameters: JsonObject = {}, type: ActionType = 'tool_call'): Action => {
  return { type, resource, parameters, agentId: 'agent', principal: agentPrincipal('agent') }
}

const anyAction = fc
  .tuple(
    fc.string(),
    fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<JsonObject>),
    fc.constantFrom(...ACTION_TYPES),
  )
  .map(([resource, parameters, type]) => actionOf(resource, parameters, type))

const NOW = { nowMs: Date.UTC(2026, 10, 21) }

/** Statements of ARCHITECTURE.md by number; the tests below carry them as titles. */
const STATEMENTS: ReadonlyMap<number, string> = new Map(
  [...readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| (\d+) +\| (.*?) +\|$/gm)].map(
    (match) => [Number(match[1]), `${match[1]}. ${match[2]}`],
  ),
)

const proved = new Set<number>()

function invariant(number: number, prove: () => Promise<void> | void): void {
  proved.add(number)
  test(STATEMENTS.get(number) ?? `${number} does not stand in ARCHITECTURE.md`, prove)
}

describe('the invariants of ARCHITECTURE.md', () => {
  invariant(1, () => {
    const engine = engineOf()
    fc.assert(
      fc.property(anyAction, (action) => {
        expect(engine.decide(action, NOW)).toMatchObject({ outcome: 'deny', ruleId: '_default_deny' })
      }),
    )
  })

  invariant(2, () => {
    const unjudgeable = { conditions: [{ field: 'amount', operator: 'greater_than', value: 10 }] }
    for (const type of EFFECT_TYPES) {
      const engine = engineOf(
        {
          id: 'rule',
          match_on: unjudgeable,
          effect: { type, ...(type === 'allow' ? {} : { reason: 'because' }) },
        },
        ...(type === 'allow' ? [] : [ALLOW_ALL]),
      )
      const decision = engine.decide(actionOf('pay', { amount: '60000' }), NOW)
      expect(decision.outcome).toBe(type === 'allow' ? 'deny' : type)
    }
  })

  invariant(3, async () => {
    const floor = createFloor({
      protectedPaths: ['/home/u/.kvlar'],
      home: '/home/u',
      cwd: '/srv',
    })
    const { session } = sessionOf(engineOf(ALLOW_ALL), { floor })
    for (const [id, path] of [
      '/home/u/.kvlar/policy.yaml',
      '/srv/../home/u/.kvlar/policy.yaml',
      '~/.kvlar/policy.yaml',
      'file:///home/u/.kvlar/policy.yaml',
    ].entries()) {
      const step = await settled(session.receive('client', callOf(id, 'read', { deep: [{ path }] })))
      expect(step.kind).toBe('answer')
    }
    expect((await settled(session.receive('client', callOf(9, 'read', { path: '/srv/data' })))).kind).toBe(
      'forward',
    )
  })

  invariant(4, () => {
    const script = join(root, 'test/invariants/decide-in-child.mjs')
    const places = [
      { TZ: 'UTC', LANG: 'C' },
      { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      { TZ: 'America/St_Johns', LANG: 'de_DE.UTF-8' },
    ]
    const outputs = places.map((place) => {
      const { stdout, stderr } = spawnSync(process.execPath, [script], {
        encoding: 'utf8',
        env: { ...process.env, ...place },
      })
      expect(stderr).toBe('')
      return stdout
    })
    expect(outputs[0]).toContain('sha256:')
    expect(new Set(outputs).size).toBe(1)
  })

  invariant(5, async () => {
    const { session, events } = sessionOf(engineOf(ALLOW_ALL))
    const bytes = Buffer.from(
      '{ "jsonrpc":"2.0", "id":1,"method":"tools/call","params":{"arguments":{"n":1.0,"t":"\\u0061"},"name":"t","x":[1e2]}}',
    )
    const step = await settled(session.receive('client', bytes))
    expect(step.kind === 'forward' && Buffer.compare(step.bytes, bytes) === 0).toBe(true)
    expect(events[0]).toMatchObject({
      kind: 'decided',
      action: { resource: 't', parameters: { n: 1, t: 'a' } },
    })
    const twice = '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"t","name":"u"}}'
    expect((await settled(session.receive('client', Buffer.from(twice)))).kind).toBe('answer')
  })

  invariant(6, async () => {
    const recorded: string[] = []
    let isWritten = (): void => undefined
    const written = new Promise<void>((resolve) => {
      isWritten = resolve
    })
    const slow = sessionOf(engineOf(ALLOW_ALL), {
      record: async (event) => {
        recorded.push(event.kind)
        await written
      },
    })
    let forwarded = false
    const step = settled(slow.session.receive('client', callOf(1, 't'))).then((known) => {
      forwarded = known.kind === 'forward'
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect({ recorded, forwarded }).toEqual({ recorded: ['decided'], forwarded: false })
    isWritten()
    await step
    expect(forwarded).toBe(true)
    const broken = sessionOf(engineOf(ALLOW_ALL), { record: () => Promise.reject(new Error('disk full')) })
    const refused = await settled(broken.session.receive('client', callOf(1, 't')))
    expect(refused.kind).toBe('answer')
  })

  invariant(7, async () => {
    const end = new ChainEnd()
    const keys = await KeyPair.generate()
    const chain = 'c'.repeat(32)
    const genesis = {
      kind: 'genesis',
      chain,
      home: chain,
      key_id: keys.id,
      suite: 'ml-dsa-65+ed25519',
      versions: {},
      others: [],
    } as const
    const lines = [
      genesis,
      ...['a', 'b', 'c', 'd'].map((by) => ({ kind: 'reveal', approval_id: 'ap', by, path: [] }) as const),
    ].map((body) => Buffer.from(end.link(body, NOW.nowMs).line))
    const head = { chain, size: end.size, root: end.root() }
    const note = await signCheckpoint({ head, timeMs: NOW.nowMs, others: [] }, keys.signer())
    const verify = (forged: readonly Uint8Array[], checkpoints: readonly string[] = [note]) =>
      verifyChain({ lines: forged, checkpoints }, { keys: () => keys.publicKeys(), known: [head] })
    expect((await verify(lines)).kind).toBe('intact')
    const changed = lines.map((line, at) =>
      at === 2 ? Buffer.from(Buffer.from(line).toString().replace('"b"', '"x"')) : line,
    )
    const forgeries = [
      changed,
      lines.toSpliced(2, 1),
      lines.toSpliced(2, 2, lines[3]!, lines[2]!),
      lines.toSpliced(2, 0, lines[2]!),
      lines.slice(0, -1),
    ]
    for (const forged of forgeries) expect((await verify(forged)).kind).toBe('broken')
    // Without its checkpoint a cut chain looks whole to itself; whoever holds a later head knows better.
    expect((await verify(lines.slice(0, -1), [])).broken?.code).toBe('ROLLED_BACK')
  })

  invariant(8, async () => {
    const clock = { ms: NOW.nowMs }
    const approvals = createApprovals({
      store: createMemoryStore(),
      keys: deriveApprovalKeys(new Uint8Array(32)),
      now: () => clock.ms,
    })
    const broker = createBroker({ approvals, holdMs: 0 })
    const effect = { type: 'require_approval', reason: 'look' }
    const asking = engineOf({ id: 'ask', effect })
    let policy = asking
    const { session } = sessionOf(asking, {
      now: () => clock.ms,
      ask: (request, signal) => {
        const current = async () => ({
          ...request,
          decision: policy.decide(request.action, { nowMs: clock.ms }),
        })
        return broker.ask(request, signal, { current })
      },
    })
    let id = 0
    const made = async (n: number) =>
      (await settled(session.receive('client', callOf(++id, 'pay', { n })))).kind
    const approve = async () => {
      const [request] = await approvals.list({ states: ['pending'] })
      const ana: Approver = {
        id: 'ana',
        groups: [],
        roles: [],
        rights: [],
        authentication: 'test',
        surface: 'code',
      }
      await approvals.decide(request?.id ?? '', { verdict: 'approve', approver: ana })
    }

    expect(await made(1)).toBe('answer')
    await approve()
    expect(await made(2)).toBe('answer')
    expect(await made(1)).toBe('forward')
    expect(await made(1)).toBe('answer')

    await approve()
    clock.ms += 300_000
    expect(await made(1)).toBe('answer')

    await approve()
    policy = engineOf({ id: 'ask', effect: { type: 'deny', reason: 'not any more' } })
    expect(await made(1)).toBe('answer')
    policy = engineOf({ id: 'other', effect })
    await approve()
    expect(await made(1)).toBe('answer')
    // The rule that asked is back, but its approval is void: it was not for whoever asked in between.
    policy = asking
    expect(await made(1)).toBe('answer')
  })

  invariant(9, async () => {
    const policy =
      'name: p\nversion: "1"\nrules:\n  - id: a\n    match_on: { resource: [x] }\n    effect: { type: allow }\n'
    const read = readPolicy({ file: 'policy.yaml', text: policy })
    expect(read.ok ? [] : read.diagnostics.map(({ code }) => code)).toEqual(['POLICY_UNKNOWN_KEY'])
    const { session } = sessionOf(engineOf(ALLOW_ALL))
    const message = (id: number, extra: string) =>
      Buffer.from(`{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"t"},${extra}}`)
    const unknown = message(1, '"vendor/extra":{"a":[1]}')
    const step = await settled(session.receive('client', unknown))
    expect(step.kind === 'forward' && Buffer.compare(step.bytes, unknown) === 0).toBe(true)
    for (const [index, twin] of ['"Method":"x"', '"ID":7', '"param\u017f":{}'].entries()) {
      expect((await settled(session.receive('client', message(2 + index, twin)))).kind).toBe('answer')
    }
  })

  invariant(10, () => {
    const secret = 'hunter2-hunter2'
    const engine = engineOf({
      id: 'rule',
      match_on: { conditions: [{ field: 'login.password', operator: 'equals', value: 'x' }] },
      effect: { type: 'deny', reason: 'no', redact_fields: ['note'] },
    })
    const parameters = {
      login: { password: secret },
      note: secret,
      apiKey: secret,
      list: [{ token: secret }],
    }
    const decision = engine.decide(actionOf('t', parameters), NOW, { trace: true })
    expect(JSON.stringify(decision)).not.toContain(secret)
    const shown = JSON.stringify(createRedactor(engine.redactFields(actionOf('t'))).redact(parameters))
    expect(shown).not.toContain(secret)
    expect(shown).toContain(REDACTED)
    const read = readPolicy({ file: 'policy.yaml', text: `name: p\npassword: ${secret}\nrules: 7\n` })
    const messages = read.ok ? [] : read.diagnostics.map((one) => one.message)
    expect(messages.join('\n')).not.toContain(secret)
    expect(read.ok ? '' : formatDiagnostic(read.diagnostics[0]!)).not.toContain(secret)
  })

  invariant(11, async () => {
    const ask = {
      id: 'ask',
      match_on: { resources: ['slow'] },
      effect: { type: 'require_approval', reason: 'look' },
    }
    const { session } = sessionOf(engineOf(ask, ALLOW_ALL), { ask: () => new Promise(() => undefined) })
    const held = await session.receive('client', callOf(1, 'slow'))
    expect(held.kind).toBe('hold')
    expect((await session.receive('client', callOf(2, 'quick'))).kind).toBe('forward')
    const ping = Buffer.from('{"jsonrpc":"2.0","id":3,"method":"ping"}')
    expect((await session.receive('client', ping)).kind).toBe('forward')
    session.stopWaiting()
  })

  invariant(12, () => {
    const name = fc.constantFrom('read_a', 'read_b', 'write_a', 'drop', 'x')
    const rule = fc.record({
      resources: fc.array(fc.constantFrom('read_*', '*_a', 'drop', '*'), { minLength: 1, maxLength: 2 }),
      type: fc.constantFrom(...EFFECT_TYPES),
      field: fc.option(fc.constantFrom('path', 'n'), { nil: undefined }),
    })
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 5 }),
        name,
        fc.dictionary(fc.constantFrom('path', 'n'), fc.nat(3)),
        (rules, tool, parameters) => {
          const engine = engineOf(
            ...rules.map(({ resources, type, field }, index) => ({
              id: `r${index}`,
              match_on: {
                resources,
                ...(field === undefined ? {} : { conditions: [{ field, operator: 'equals', value: 1 }] }),
              },
              effect: { type, ...(type === 'allow' ? {} : { reason: 'because' }) },
            })),
          )
          const action = actionOf(tool, parameters)
          if (engine.isHidden(action)) expect(engine.decide(action, NOW).outcome).toBe('deny')
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('every invariant that the page states is proved here', () => {
    expect([...proved].toSorted((a, b) => a - b)).toEqual([...STATEMENTS.keys()].toSorted((a, b) => a - b))
  })
})
