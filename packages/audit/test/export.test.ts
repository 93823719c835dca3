import { auditStats, EXPORT_FORMATS, type AuditRow, type EntryBody } from '@kvlar/audit'
import { readHome } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resultBody } from './chain.ts'
import { newHome } from './new-home.ts'
import { recorderFor } from './writer.ts'

const body = (changes: Record<string, unknown> = {}) =>
  ({
    kind: 'decided',
    decision_id: 's:1',
    session_id: 's',
    from: 'client',
    method: 'tools/call',
    action_type: 'tool_call',
    resource: 'read_file',
    agent_id: 'mcp-agent',
    principal: { id: 'alice', kind: 'user', roles: [] },
    parameters: { path: '/tmp/x' },
    parameters_digest: 'a'.repeat(64),
    parameters_bytes: 17,
    facts: { now_ms: 1 },
    policy_digest: `sha256:${'b'.repeat(64)}`,
    matched_rule: 'allow-read',
    code: 'POLICY_ALLOW',
    reason: 'reading is allowed',
    decision: 'allow',
    effective: 'forward',
    outcome: 'allowed',
    engine: '0.4.0 icu/78.1',
    decide_us: 3,
    ...changes,
  }) as unknown as Extract<EntryBody, { kind: 'decided' }>

const row = (changes: Record<string, unknown> = {}): AuditRow => ({
  chain: 'c'.repeat(32),
  entry: { v: 1, index: 4, prev: 'd'.repeat(64), time: '2026-11-21T09:00:00.000Z', ...body(changes) },
})
const id = `${'c'.repeat(32)}:4`
const { cef, csv, jsonl, ocsf, ecs } = EXPORT_FORMATS

describe('an exported entry', () => {
  test('is a CSV row with the columns of the seed', () => {
    expect(csv.header).toBe('id,timestamp,action_type,resource,agent_id,outcome,matched_rule,reason')
    expect(csv.line(row())).toBe(
      `${id},2026-11-21T09:00:00.000Z,tool_call,read_file,mcp-agent,allowed,allow-read,reading is allowed`,
    )
  })

  test('is a CEF line with the severity of its outcome', () => {
    expect(cef.line(row())).toBe(
      `CEF:0|Kvlar|PolicyEngine|0.4.0|POLICY_ALLOW|tool_call/read_file|1|rt=1795251600000 suser=mcp-agent outcome=allowed ` +
        'cs1=allow-read cs1Label=matchedRule cs2=POLICY_ALLOW cs2Label=code cs3=s:1 cs3Label=decisionId ' +
        `externalId=${id} msg=reading is allowed`,
    )
    expect(cef.line(row({ outcome: 'denied' }))).toContain('|8|')
    expect(cef.line(row({ outcome: 'pending_approval' }))).toContain('|5|')
  })

  test('is of one CEF class with whatever was decided by the same code, and keeps the id of its own', () => {
    const lines = [1, 2, 3].map((index) => {
      const { chain, entry } = row()
      return cef.line({ chain, entry: { ...entry, index } }) ?? ''
    })
    expect(new Set(lines.map((line) => line.split('|')[4]))).toEqual(new Set(['POLICY_ALLOW']))
    expect(new Set(lines.map((line) => /externalId=(\S+)/.exec(line)?.[1])).size).toBe(3)
    const timedOut = {
      outcome: 'denied',
      effective_code: 'APPROVAL_EXPIRED',
      effective_reason: 'nobody answered',
    }
    expect(cef.line(row(timedOut))).toContain('|APPROVAL_EXPIRED|')
  })

  test('writes a pipe in a CEF field as it is, and in the CEF header with a backslash', () => {
    const line = cef.line(row({ resource: 'a|b', reason: 'x|y=z\\' })) ?? ''
    expect(line).toContain('|tool_call/a\\|b|')
    expect(line).toMatch(/msg=x\|y\\=z\\\\$/)
  })

  test('is whole as a JSON line, with the field names of the seed', () => {
    const { entry } = row()
    const { time, ...rest } = entry
    expect(JSON.parse(jsonl.line(row()))).toEqual({ id, timestamp: time, chain: 'c'.repeat(32), ...rest })
  })

  test('is an OCSF API activity and an ECS document', () => {
    expect(JSON.parse(ocsf.line(row({ outcome: 'denied' })) ?? '')).toMatchObject({
      class_uid: 6003,
      type_uid: 600_399,
      time: 1_795_251_600_000,
      action_id: 2,
      disposition: 'Blocked',
      status_id: 2,
      actor: { app_name: 'mcp-agent', user: { uid: 'alice' } },
      unmapped: { chain_index: 4, prev_entry_hash: 'd'.repeat(64) },
    })
    expect(JSON.parse(ecs.line(row()) ?? '')).toMatchObject({
      '@timestamp': '2026-11-21T09:00:00.000Z',
      event: { id, type: ['allowed'], outcome: 'success' },
      rule: { id: 'allow-read' },
    })
  })

  test('has no line where a format has no place for it', () => {
    const result = { ...row(), entry: { ...row().entry, ...resultBody(1) } } as AuditRow
    for (const format of [cef, csv, ocsf, ecs]) expect(format.line(result)).toBeUndefined()
    expect(jsonl.line(result)).toContain('"kind":"result"')
  })

  test('cannot start a formula, a second row, a field or a terminal command, whatever a tool is called', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '\r',
        '\n',
        '\t',
        '|',
        '\\',
        '"',
        ',',
        "'",
        '\u001b',
        '\u202e',
        '\u0085',
        '\u2028',
        '＝',
        'a',
      ),
    })
    fc.assert(
      fc.property(nasty, nasty, nasty, (resource, agentId, reason) => {
        const one = row({ resource, agent_id: agentId, reason })
        for (const format of Object.values(EXPORT_FORMATS)) {
          const line = format.line(one) ?? ''
          // oxlint-disable-next-line no-control-regex -- these are what must not be there
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/)
        }
        const cells = (csv.line(one) ?? '').match(/"(?:[^"]|"")*"|[^,"]+|(?<=,)(?=,|$)/g) ?? []
        expect(cells).toHaveLength(8)
        for (const cell of cells) expect(cell).not.toMatch(/^"?\s*[=+\-@＝]/)
        const [, extension = ''] =
          /^(?:(?:\\.|[^|\\])*\|){7}((?:\\.|[^\\])*)$/.exec(cef.line(one) ?? '') ?? []
        expect(extension.replaceAll(/\\./g, '').match(/=/g)).toHaveLength(11)
        const { resource: read } = JSON.parse(jsonl.line(one)) as { resource: string }
        expect(read).toBe(resource)
      }),
    )
  })
})

describe('statistics', () => {
  const decided = (call: number, outcome: string, rule = 'ask'): AuditRow =>
    row({ decision_id: `s:${call}`, outcome, matched_rule: rule })

  test('count a call that was held once: by what came of it, or as held while nothing has', async () => {
    const { outcomes, rules, resources, agents, entries } = await auditStats([
      decided(1, 'pending_approval'),
      decided(2, 'pending_approval'),
      decided(1, 'allowed'),
      decided(3, 'pending_approval'),
      decided(2, 'denied'),
      decided(4, 'denied', 'stop'),
    ])
    expect(entries).toBe(6)
    expect(Object.fromEntries(outcomes)).toEqual({ allowed: 1, denied: 2, pending_approval: 1 })
    expect(Object.fromEntries(rules.names)).toEqual({ ask: 3, stop: 1 })
    expect(Object.fromEntries(resources.names)).toEqual({ read_file: 4 })
    expect(Object.fromEntries(agents.names)).toEqual({ 'mcp-agent': 4 })
  })

  test('count every call once, however held calls and their ends are mixed', async () => {
    const calls = fc.array(fc.constantFrom('allowed', 'denied', 'held', 'held, allowed', 'held, denied'), {
      maxLength: 30,
    })
    await fc.assert(
      fc.asyncProperty(calls, fc.infiniteStream(fc.nat()), async (ends, order) => {
        const rows = ends
          .flatMap((end, call) =>
            end.split(', ').map((part) => decided(call, part === 'held' ? 'pending_approval' : part)),
          )
          // Ends come later, in any order.
          .toSorted((a, b) => rank(a) - rank(b) || (order.next().value ?? 0) - (order.next().value ?? 0))
        const { outcomes, agents } = await auditStats(rows)
        const last = ends.map((end) => end.split(', ').at(-1) ?? '')
        const naive = Map.groupBy(last, (end) => (end === 'held' ? 'pending_approval' : end))
        expect(Object.fromEntries(outcomes)).toEqual(
          Object.fromEntries([...naive].map(([name, all]) => [name, all.length])),
        )
        expect(agents.names.get('mcp-agent') ?? 0).toBe(ends.length)
      }),
    )
  })
})

/** Held calls first. */
function rank({ entry }: AuditRow): number {
  return entry.kind === 'decided' && entry.outcome === 'pending_approval' ? 0 : 1
}

describe('a home', () => {
  test('is read over all chains in the order of time, through a filter', async () => {
    const dir = newHome()
    const keys = await KeyPair.generate()
    const clock = { ms: Date.UTC(2026, 10, 21) }
    const now = () => (clock.ms += 1000)
    const [a, b] = [await recorderFor(dir, keys, { now }), await recorderFor(dir, keys, { now })]
    for (let round = 0; round < 3; round++) {
      await a.record(body({ resource: `read_${round}` }))
      await b.record(
        body({
          resource: `write_${round}`,
          outcome: 'denied',
          matched_rule: 'deny-write',
          agent_id: 'bot-2',
        }),
      )
      await b.record({
        kind: 'refused',
        session_id: 's',
        from: 'client',
        code: 'JSON_SYNTAX',
        message: 'not JSON',
      })
    }
    await a.close()
    await b.close()
    const rows: AuditRow[] = []
    for await (const one of readHome(dir)) rows.push(one)
    expect(rows).toHaveLength(13)
    expect(rows.map(({ entry }) => entry.time)).toEqual(rows.map(({ entry }) => entry.time).toSorted())
    const count = async (filter: Parameters<typeof readHome>[1]) => {
      let found = 0
      for await (const _ of readHome(dir, filter)) found++
      return found
    }
    expect(await count({ outcome: 'denied' })).toBe(6)
    expect(await count({ resource: 'write_' })).toBe(3)
    expect(await count({ agent: 'bot' })).toBe(3)
    expect(await count({ rule: 'allow-read', outcome: 'denied' })).toBe(0)
    const [, , third] = rows
    const sinceMs = Date.parse(third?.entry.time ?? '')
    expect(await count({ sinceMs })).toBe(11)
    expect(await count({ untilMs: sinceMs })).toBe(2)
    const stats = await auditStats(readHome(dir))
    expect(stats).toMatchObject({
      entries: 13,
      chains: 2,
      first: rows[0]?.entry.time,
      last: rows.at(-1)?.entry.time,
    })
    expect(Object.fromEntries(stats.outcomes)).toEqual({ allowed: 3, denied: 3 })
    expect(Object.fromEntries(stats.agents.names)).toEqual({ 'mcp-agent': 3, 'bot-2': 3 })
    expect(stats.kinds.get('refused')).toBe(3)
  })
})
