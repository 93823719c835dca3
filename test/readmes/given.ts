/** What the programs of a README take as given: things of the reader's own program, here real ones. */
export interface Given {
  readonly before?: string
  /** Ends what the page leaves open, as the reader's program would. */
  readonly after?: string
  /** Whether each block is a program of its own, for a page whose reader takes one of them. */
  readonly isEachApart?: boolean
  /** Whether it needs what `kvlar init` writes, and somebody who approves what is held meanwhile. */
  readonly isOfUser?: boolean
}

const APPROVER = `{ id: 'ana', groups: [], roles: [], rights: [], authentication: 'sso', surface: 'code' } as const`

/** A call that waits, and somebody at another desk who approves whatever waits. */
const APPROVALS = `
import type { ApprovalEvent, AskedCall } from '@kvlar/approvals'
import { agentPrincipal, createEngine, loadPolicy } from '@kvlar/core'
import { startReviewerServer as start, type ReviewerServerOptions } from '../../reviewer/src/server/index.ts'
const asking = createEngine(
  [loadPolicy({ name: 'p', rules: [{ id: 'asks', match_on: { resources: ['*'] }, effect: { type: 'require_approval', reason: 'r' } }] })],
  { parseUrl: () => undefined },
)
const action = { type: 'tool_call', resource: 'pay', parameters: {}, agentId: 'bot', principal: agentPrincipal('bot') } as const
const decision = asking.decide(action, { nowMs: Date.now() })
const call: AskedCall = { sessionId: 's-1', action, redactFields: [], decision, policyDigest: asking.digest }
const signal = AbortSignal.timeout(60_000)
const record = async (_event: ApprovalEvent): Promise<void> => {}
const url = 'http://127.0.0.1:9/', tokenFile = 'state/reviewer.token'
const secrets = ['whsec_' + Buffer.alloc(32, 7).toString('base64')]
const startReviewerServer = (options: ReviewerServerOptions) => start({ ...options, port: 0 })
const desk = createApprovals({
  store: await openSqliteStore('state/approvals.db'),
  keys: await openApprovalKeys('keys/approvals.key'),
})
setInterval(async () => {
  for (const { id } of await desk.list({ states: ['pending'] }))
    await desk.decide(id, { verdict: 'approve', approver: ${APPROVER} })
}, 20)
`

const RECORD = `
import { writeFileSync } from 'node:fs'
import { openHome, RecordWriter, RECORD_WRITER_DEFAULTS } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'
const pair = await KeyPair.generate()
const home = await openHome('audit')
const recorder = new RecordWriter({
  ...RECORD_WRITER_DEFAULTS,
  home,
  signer: pair.signer(),
  keys: (id: string) => (id === pair.id ? pair.publicKeys() : undefined),
  versions: {},
})
const engine = '0'
writeFileSync('policy.yaml', 'name: p\\nrules: []\\n')
`

/** A Kvlar that lets orders be read, and a model that reads one and then says that it is done. */
const FRAMEWORKS = `
import { loadPolicy } from '@kvlar/core'
import { createKvlar } from '@kvlar/sdk'
import { scripted } from '../ai-sdk-model.ts'
const rules = [{ id: 'reads', match_on: { resources: ['read_order'] }, effect: { type: 'allow' } }]
const kvlar = createKvlar({ policies: [loadPolicy({ name: 'orders', rules })] })
const model = scripted([{ toolName: 'read_order', input: { id: 'A1' } }])
`

/** By page. */
export const GIVEN: Readonly<Record<string, Given>> = {
  'README.md': { isOfUser: true },
  'docs/adapters.md': { before: FRAMEWORKS, after: 'process.exit(0)', isEachApart: true },
  'packages/approvals/README.md': {
    before: APPROVALS,
    after: `process.exit(answer.kind === 'approved' ? 0 : 1)`,
  },
  'packages/crypto/README.md': {
    before: `
import { KeyPair as Pair } from '@kvlar/crypto'
const alice = await Pair.generate(), bob = await Pair.generate(), data = new Uint8Array([1, 2, 3])`,
  },
  'packages/redis/README.md': {
    before: `
import type { AskedCall } from '@kvlar/approvals'
declare const call: AskedCall, signal: AbortSignal`,
  },
  'packages/reviewer/README.md': { after: 'process.exit(0)' },
  'packages/runtime/README.md': { isOfUser: true },
  'packages/sdk/README.md': { before: RECORD, after: 'process.exit(0)' },
}
