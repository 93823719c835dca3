import {
  ChainEnd,
  decodeEntry,
  describeEntry,
  entryBody,
  LIMITS,
  valueDigest,
  type DecidedEvent,
  type PolicyBody,
} from '@kvlar/audit'
import { agentPrincipal } from '@kvlar/core'
import { canonicalJson, type JsonObject } from '@kvlar/core/json'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const context = { digestKey: new Uint8Array(32).fill(7), engine: '0.4.0 icu/78.1' }

const decided = (changes: Partial<DecidedEvent> = {}, parameters: JsonObject = {}): DecidedEvent => ({
  kind: 'decided',
  sessionId: 'session',
  callId: 3,
  from: 'client',
  method: 'tools/call',
  requestId: 1,
  action: {
    type: 'tool_call',
    resource: 'send_mail',
    parameters,
    agentId: 'mcp-agent',
    principal: agentPrincipal('mcp-agent'),
  },
  redactFields: ['body', 'to.address'],
  decision: { outcome: 'allow', code: 'POLICY_ALLOW', ruleId: 'allow-mail', reason: 'mail is allowed' },
  effective: { outcome: 'allow', code: 'POLICY_ALLOW', reason: 'mail is allowed' },
  policyDigest: `sha256:${'a'.repeat(64)}`,
  facts: { nowMs: 1_791_111_111_111, counts: new Map([['["60000","x\u0085"]', 2]]) },
  decideUs: 12,
  ...changes,
})

const bodyOf = (event: DecidedEvent) => {
  const body = entryBody(event, context)
  if (body.kind !== 'decided') throw new TypeError('another kind')
  // Whatever becomes a body can be written and read again.
  decodeEntry(Buffer.from(new ChainEnd().link(body, 0).line))
  return body
}

describe('the entry of a decision', () => {
  test('hides secrets by their content too, in texts, keys, resource and target', () => {
    const token = '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'
    const parameters = { query: `find ${token}`, [token]: { deep: 1 } }
    const event = decided({}, parameters)
    const body = bodyOf({
      ...event,
      action: { ...event.action, resource: `https://h/?t=${token}`, target: token },
    })
    expect(JSON.stringify(body)).not.toContain(token)
    expect(body).toMatchObject({ resource: 'https://h/?t=[REDACTED]', target: '[REDACTED]' })
    expect(body.parameters).toEqual({ query: 'find [REDACTED]', '[REDACTED]': '[REDACTED]' })
    expect(body.hidden).toEqual([
      {
        path: ['query'],
        type: 'string',
        length: 45,
        digest: valueDigest(context.digestKey, `find ${token}`),
      },
      {
        path: ['[REDACTED]'],
        type: 'object',
        length: 1,
        digest: valueDigest(context.digestKey, { deep: 1 }),
      },
    ])
    const unmatched = { ...event.decision, outcome: 'deny', code: 'POLICY_DEFAULT_DENY' } as const
    expect(JSON.stringify(bodyOf({ ...event, decision: unmatched }))).not.toContain(token)
  })

  test('replaces each hidden value by a digest under the key of the home, and lists where it stood', () => {
    const parameters = {
      to: { address: 'a@b.example', name: 'A' },
      body: ['hello', 'world'],
      options: [{ apiKey: 'k-123' }],
    }
    const body = bodyOf(decided({}, parameters))
    expect(body.parameters).toEqual({
      to: { address: '[REDACTED]', name: 'A' },
      body: '[REDACTED]',
      options: [{ apiKey: '[REDACTED]' }],
    })
    expect(body.hidden).toEqual([
      {
        path: ['to', 'address'],
        type: 'string',
        length: 11,
        digest: valueDigest(context.digestKey, 'a@b.example'),
      },
      {
        path: ['body'],
        type: 'array',
        length: 2,
        digest: valueDigest(context.digestKey, ['hello', 'world']),
      },
      {
        path: ['options', 0, 'apiKey'],
        type: 'string',
        length: 5,
        digest: valueDigest(context.digestKey, 'k-123'),
      },
    ])
    expect(body.parameters_digest).toBe(valueDigest(context.digestKey, parameters))
    expect(body.parameters_bytes).toBe(canonicalJson(parameters).length)
  })

  test('has digests that say nothing without the key', () => {
    const other = { ...context, digestKey: new Uint8Array(32).fill(8) }
    const event = decided({}, { body: 'yes' })
    expect(entryBody(event, other)).not.toMatchObject({ parameters_digest: bodyOf(event).parameters_digest })
  })

  test('keeps only shape and digest of a call on which no rule spoke', () => {
    const decision = {
      outcome: 'deny',
      code: 'POLICY_DEFAULT_DENY',
      ruleId: '_default_deny',
      reason: 'no rule',
    } as const
    const body = bodyOf(decided({ decision }, { user: { pin: 1234, tags: ['a', 'b'] }, note: null }))
    expect(body.parameters).toBeUndefined()
    expect(body.shape).toEqual({ user: { pin: 'number', tags: ['string', 'string'] }, note: 'null' })
    expect(JSON.stringify(body)).not.toContain('1234')
  })

  test('keeps only digest and length of parameters over 64 KiB', () => {
    const body = bodyOf(decided({}, { text: 'x'.repeat(LIMITS.parametersBytesMax) }))
    expect(body).not.toHaveProperty('parameters')
    expect(body).not.toHaveProperty('hidden')
    expect(body.parameters_bytes).toBe(LIMITS.parametersBytesMax + 11)
  })

  test('says what came of the decision, and why, where that is not the policy alone', () => {
    const asked = {
      outcome: 'require_approval',
      code: 'POLICY_APPROVAL_REQUIRED',
      ruleId: 'ask',
      reason: 'ask',
    } as const
    expect(bodyOf(decided())).toMatchObject({ decision: 'allow', effective: 'forward', outcome: 'allowed' })
    expect(bodyOf(decided())).not.toHaveProperty('effective_code')
    const denied = { outcome: 'deny', code: 'APPROVAL_DENIED', reason: 'no' } as const
    expect(bodyOf(decided({ decision: asked, effective: denied, approvalId: 'ap-1' }))).toMatchObject({
      decision: 'require_approval',
      effective: 'refuse',
      outcome: 'denied',
      effective_code: 'APPROVAL_DENIED',
      approval_id: 'ap-1',
    })
  })

  test('says who stopped a call where it was not the policy, and who is turned away for it', () => {
    const effective = { outcome: 'deny', code: 'DRIFT_DETECTED', reason: 'moved' } as const
    expect(bodyOf(decided())).not.toHaveProperty('evaluator')
    expect(bodyOf(decided({ effective: { ...effective, evaluator: 'policy' } }))).not.toHaveProperty(
      'evaluator',
    )
    const invalidates = { kind: 'session', id: 's-1' } as const
    const body = bodyOf(decided({ effective: { ...effective, evaluator: 'drift', invalidates } }))
    expect(body).toMatchObject({ effective: 'refuse', evaluator: 'drift', invalidates })
    const all = bodyOf(decided({ effective: { ...effective, invalidates: { kind: 'everything' } } }))
    expect(all).toMatchObject({ invalidates: { kind: 'everything' } })
  })

  test('says of what shadow mode forwarded what enforcement would have said', () => {
    const effective = {
      outcome: 'allow',
      code: 'KVLAR_OBSERVED',
      reason: 'shadow',
      evaluator: 'gate',
    } as const
    const would = (outcome: 'deny' | 'require_approval') =>
      bodyOf(decided({ effective, wouldBe: { outcome, code: 'POLICY_DENY', reason: 'no' } }))
    expect(would('deny')).toMatchObject({
      effective: 'forward',
      outcome: 'allowed',
      effective_code: 'KVLAR_OBSERVED',
      would_be: { effective: 'refuse', code: 'POLICY_DENY', reason: 'no', evaluator: 'policy' },
    })
    expect(would('require_approval').would_be?.effective).toBe('wait')
  })

  test('is written whatever the size of names that an agent made up', () => {
    const resource = `${'n'.repeat(100_000)}\ud800`
    const action = { ...decided().action, resource }
    expect(bodyOf(decided({ action })).resource).toMatch(
      /^n{1024}… \[100001 characters, sha256:[0-9a-f]{64}\]$/,
    )
  })

  test('never shows a hidden value, wherever it stands', () => {
    const secret = 'S3CRET-VALUE'
    const leaf = fc.oneof(fc.constant(secret), fc.integer(), fc.string({ maxLength: 4 }))
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.string({ maxLength: 6 }), tie('tree'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(
      fc.property(tree, fc.constantFrom('password', 'Body', 'x-api-key'), (value, key) => {
        const body = bodyOf(decided({}, { [key]: value as never }))
        expect(JSON.stringify(body)).not.toContain(secret)
      }),
      { numRuns: 300 },
    )
  })
})

describe('an entry', () => {
  test('that the reader would refuse is not written: it would break its chain for good', () => {
    const deep = Array.from({ length: 70 }).reduce<JsonObject>((inner) => ({ inner }), {})
    for (const parameters of [deep, { 'a\u0001': 1 }, { 'b\u0085': 1 }, { c: Number.NaN }, { d: '\ud800' }]) {
      const end = new ChainEnd()
      const body = { ...bodyOf(decided()), parameters }
      expect(() => end.link(body, 0)).toThrow(expect.objectContaining({ code: 'AUDIT_ENTRY_INVALID' }))
      expect(end.size).toBe(0)
    }
  })

  test('with a field that is unknown or of another type is not written', () => {
    const body = { ...bodyOf(decided()), decide_us: 'soon' }
    expect(() => new ChainEnd().link(body as never, 0)).toThrow('field `decide_us`')
    expect(() => new ChainEnd().link({ ...bodyOf(decided()), extra: 1 } as never, 0)).toThrow(
      'unknown field `extra`',
    )
  })
})

describe('what is in force beside the policies', () => {
  const digest = `sha256:${'b'.repeat(64)}`
  const policy = {
    kind: 'policy',
    policy_digest: `sha256:${'a'.repeat(64)}`,
    policies: [{ name: 'mail' }],
    enforcement: {
      digest,
      invariants: ['cap', 'no\u001b[2Jdrops'],
      text: { file: '/etc/invariants.yaml', digest: 'c'.repeat(64) },
      drift: { geo: 'strict' },
      evaluators: ['own'],
    },
    observe_only: { until: '2026-11-30T12:00:00.000Z', lifts_invariants: true },
  } as const satisfies PolicyBody

  test('is in the entry of the policies, and its digest in each decision', () => {
    const line = Buffer.from(new ChainEnd().link(policy, 0).line)
    expect(decodeEntry(line)).toMatchObject(policy)
    const event = decided()
    expect(entryBody(event, context)).not.toHaveProperty('enforcement_digest')
    const body = entryBody(event, { ...context, enforcementDigest: digest })
    expect(decodeEntry(Buffer.from(new ChainEnd().link(body, 0).line))).toMatchObject({
      policy_digest: event.policyDigest,
      enforcement_digest: digest,
    })
  })

  test.each<[string, object]>([
    ['an unknown member', { enforcement: { ...policy.enforcement, extra: 1 } }],
    ['no digest', { enforcement: { invariants: ['cap'] } }],
    ['a digest that is none', { enforcement: { digest: 'b'.repeat(64) } }],
    ['a text without its digest', { enforcement: { digest, text: { file: 'x' } } }],
    ['an end that is no time', { observe_only: { until: 'tomorrow' } }],
    ['what is lifted, and is not', { observe_only: { lifts_invariants: false } }],
  ])('is not written with %s', (_name, change) => {
    expect(() => new ChainEnd().link({ ...policy, ...change }, 0)).toThrow(
      expect.objectContaining({ code: 'AUDIT_ENTRY_INVALID' }),
    )
  })

  test('is told in one line, shadow mode loudly', () => {
    const said = (body: PolicyBody): string =>
      describeEntry(decodeEntry(Buffer.from(new ChainEnd().link(body, 0).line)), (tone, text) =>
        tone === 'bad' ? text.toUpperCase() : text,
      )
    expect(said(policy)).toBe(
      'policy mail; invariants cap, no\\u{1b}[2Jdrops; drift; evaluators own in force, ' +
        'SHADOW MODE UNTIL 2026-11-30T12:00:00.000Z: NOTHING OF IT IS ENFORCED',
    )
    const { enforcement: _beside, observe_only: _shadow, ...plain } = policy
    expect(said(plain)).toBe('policy mail in force')
    expect(said({ ...plain, observe_only: {} })).toBe(
      'policy mail in force, SHADOW MODE: NOTHING OF IT IS ENFORCED, BUT FOR INVARIANTS',
    )
  })
})

describe('the other entries of a call', () => {
  test('tell how it ended, and what was refused before it was read', () => {
    const result = {
      kind: 'result',
      sessionId: 's',
      callId: 3,
      result: 'ok',
      bytes: 10,
      latencyMs: 4,
    } as const
    expect(entryBody(result, context)).toEqual({
      kind: 'result',
      decision_id: 's:3',
      result: 'ok',
      bytes: 10,
      latency_ms: 4,
    })
    const refused = {
      kind: 'refused',
      sessionId: 's',
      from: 'server',
      code: 'JSON_SYNTAX',
      message: 'not JSON',
    } as const
    expect(entryBody(refused, context)).toEqual({
      kind: 'refused',
      session_id: 's',
      from: 'server',
      code: 'JSON_SYNTAX',
      message: 'not JSON',
    })
  })
})
