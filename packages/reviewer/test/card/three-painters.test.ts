import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Approvals, HeldRequest } from '@kvlar/approvals'
import { DEFAULT_APPROVAL_TERMS } from '@kvlar/core'
import type { JsonValue } from '@kvlar/core/json'
import { shownCard } from '@kvlar/reviewer/terminal'
import { memoryApprovals } from '../../../approvals/test/calls.ts'
import { localServer, signIn } from '../support/server.ts'

/** A word that stands nowhere else, so that one can see where a surface shows it. */
const WORD = /w\d+q/g

const ID = `apr_${'a'.repeat(32)}`
const EARLIER = `apr_${'b'.repeat(32)}`
const NOW_MS = 10_000_000

/** Gives out words that were not used yet. */
function words() {
  let count = 0
  return (): string => `w${(count += 1)}q`
}

/** What may or may not be there, chosen by the generator. */
interface Choice {
  readonly has: Readonly<Record<(typeof OPTIONAL)[number], boolean>>
  readonly state: 'pending' | 'approved' | 'denied'
  readonly risk: 'low' | 'high' | 'critical'
  readonly shape: readonly ('text' | 'number' | 'list' | 'object' | 'hidden' | 'long')[]
  readonly decisions: number
}

const OPTIONAL = [
  'server',
  'target',
  'definition',
  'matched',
  'origin',
  'words',
  'sql',
  'changes',
  'escalate',
  'pool',
  'earlier',
  'endReason',
  'editable',
  'grants',
] as const

const choices: fc.Arbitrary<Choice> = fc.record({
  has: fc.record(
    Object.fromEntries(OPTIONAL.map((name) => [name, fc.boolean()])) as Record<
      (typeof OPTIONAL)[number],
      fc.Arbitrary<boolean>
    >,
  ),
  state: fc.constantFrom('pending', 'approved', 'denied'),
  risk: fc.constantFrom('low', 'high', 'critical'),
  shape: fc.array(fc.constantFrom('text', 'number', 'list', 'object', 'hidden', 'long'), { maxLength: 5 }),
  decisions: fc.integer({ min: 0, max: 3 }),
})

/** A request in which everything that people must see is a word of its own. */
function requestOf({ has, state, risk, shape, decisions }: Choice): HeldRequest {
  const word = words()
  const hidden: HeldRequest['call']['hidden'][number][] = []
  const args: Record<string, JsonValue> = {}
  for (const kind of shape) args[word()] = valueOf(kind, word)
  if (has.sql) args['sql'] = `DELETE FROM ${word()}`
  if (has.words) args['reason'] = word()
  for (const [key, value] of Object.entries(args))
    if (value === '[REDACTED]')
      hidden.push({ path: [key], type: 'string', length: 3, digest: 'hmac-sha256:00' })
  const [first = 'none'] = Object.keys(args)
  return {
    id: ID,
    state,
    digest: 'hmac-sha256:00',
    call: {
      type: 'tool_call',
      resource: `write_${word()}`,
      ...(has.server && { server: word() }),
      ...(has.target && { target: word() }),
      agentId: word(),
      principal: { id: word(), kind: 'user', roles: [] },
      args,
      hidden,
      ...(has.definition && { definition: word() }),
    },
    sealed: '',
    rule: {
      id: word(),
      reason: word(),
      riskLevel: risk,
      ...(has.matched && { matched: word() }),
      ...(has.origin && { origin: { file: word(), line: 3, column: 1 } }),
    },
    policyDigest: word(),
    sessionId: word(),
    terms: {
      ...DEFAULT_APPROVAL_TERMS,
      quorum: 2,
      approvers: has.pool ? [`user:${word()}`] : [],
      escalate: has.escalate && has.pool ? [{ afterMs: 1000, to: [`group:${word()}`] }] : [],
      editable: has.editable ? [first] : [],
      grants: has.grants ? ['once', '1h'] : ['once'],
    },
    redactFields: [],
    createdAtMs: NOW_MS - 500,
    expiresAtMs: NOW_MS + 60_000,
    ...(state === 'approved' && { executeByMs: NOW_MS + 60_000 }),
    ...(state === 'denied' && { endedAtMs: NOW_MS, ...(has.endReason && { endReason: word() }) }),
    decisions: Array.from({ length: decisions }, () => ({
      approver: word(),
      authentication: word(),
      surface: 'page' as const,
      verdict: 'approve' as const,
      atMs: NOW_MS,
      note: word(),
    })),
    escalations: 0,
    owner: 'x',
    ...(has.changes && { editOf: EARLIER, changes: [{ path: word(), before: word(), after: word() }] }),
  }
}

function valueOf(kind: Choice['shape'][number], word: () => string): JsonValue {
  switch (kind) {
    case 'text':
      return word()
    case 'number':
      return 7
    case 'hidden':
      return '[REDACTED]'
    case 'long':
      return `${word()}\n${'x'.repeat(200)}\u202e${word()}`
    case 'list':
      return [word(), { [word()]: word() }, []]
    case 'object':
      return { [word()]: { [word()]: word() }, [word()]: true }
  }
}

/** An earlier call of the same session, and of the same rule and tool. */
function earlierOf(request: HeldRequest): HeldRequest {
  const { call, id: _id, ...rest } = request
  return {
    ...rest,
    id: EARLIER,
    state: 'executed',
    createdAtMs: NOW_MS - 5000,
    call: { ...call, target: 'w900q' },
    decisions: [
      { approver: 'w901q', authentication: 'a', surface: 'page', verdict: 'approve', atMs: NOW_MS - 4000 },
    ],
    changes: [],
  }
}

/** The words of a text, each where it stands first. */
function order(text: string): readonly string[] {
  return [...new Set(text.match(WORD) ?? [])]
}

describe('page, JSON and terminal', () => {
  let shown: HeldRequest[] = []
  let server: Awaited<ReturnType<typeof localServer>>
  let approvals: Approvals
  /** What was kept of the request before is not kept any more. */
  let forget = (): void => {}
  let cookie: string
  let browser: Awaited<ReturnType<typeof signIn>>['browser']

  beforeAll(async () => {
    const queue = memoryApprovals({ now: () => NOW_MS })
    approvals = {
      ...queue.approvals,
      get: async (id) => shown.find((one) => one.id === id),
      list: async () => shown,
      subscribe: async (listener) => {
        forget = () => listener('gap')
        return () => {}
      },
    }
    const judge = { validate: () => undefined, decide: () => ({ outcome: 'deny' }) as never }
    server = await localServer({ approvals, editJudge: judge })
    const session = await signIn(server.server.url, server.token)
    cookie = session.cookie
    browser = session.browser
  })
  afterAll(async () => server.server.close())

  test('show the same facts in the same order, whatever is asked about', async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (choice) => {
        const request = requestOf(choice)
        shown = choice.has.earlier ? [request, earlierOf(request)] : [request]
        forget()
        const page = await cardOnPage(request)
        const json = (await server.send('GET', `/api/requests/${ID}/card`)).text
        const approver = {
          id: 'local',
          groups: [],
          roles: [],
          rights: ['reveal', 'break_glass'] as const,
          authentication: 'local-token',
          surface: 'cli' as const,
        }
        const lines = await shownCard(approvals, request, { width: 5000, approver, canEdit: true })
        const terminal = lines.map(({ text }) => text).join('\n')
        expect(order(json)).toEqual(order(page))
        expect(order(terminal)).toEqual(order(page))
        // Nothing that people must see is missing in all of them.
        expect(new Set(order(page))).toEqual(new Set(shown.flatMap((one) => mustSee(one))))
      }),
      { numRuns: 60 },
    )
  })

  async function cardOnPage(request: HeldRequest): Promise<string> {
    const { text } = await browser('GET', `/?id=${request.id}`, { headers: { cookie } })
    const card = text.slice(text.indexOf('id="card"'), text.indexOf('</article>'))
    // The arguments stand there a second time, folded away.
    return card.replace(/<details[\s\S]*?<\/details>/, '').replace(/<[^>]*>/g, ' ')
  }
})

/** The words that a surface must show of a request: all of it, or what the card of another request says of it. */
function mustSee(request: HeldRequest): readonly string[] {
  if (request.id === ID) return order(JSON.stringify({ ...request, owner: '', sealed: '' }))
  return order(`${request.call.target} ${request.call.resource} ${request.decisions[0]?.approver ?? ''}`)
}
