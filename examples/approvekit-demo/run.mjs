/*
 * ApproveKit's guided demo, in TypeScript's shape: five guarded functions, a policy, and a person on the reviewer page.
 * With `--scripted` a script decides through the JSON API instead, and the run ends 0 only if everything went as it
 * says. `--port N` serves the page elsewhere.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startReviewerServer } from '@kvlar/reviewer/server'
import { ApproveKit, openStorage, Policy } from '@kvlar/sdk/approvekit'
import { transcript } from '../first-denied-call/transcript.mjs'
import { startReviewer } from './reviewer.mjs'
import { tools } from './tools.mjs'

const { values: given } = parseArgs({
  options: { scripted: { type: 'boolean', default: false }, port: { type: 'string', default: '8765' } },
})
const isScripted = given.scripted
const folder = mkdtempSync(join(tmpdir(), 'kvlar-approvekit-'))
const removeFolder = () => rmSync(folder, { recursive: true, force: true })
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
])
  process.once(signal, () => {
    removeFolder()
    process.exit(status)
  })

const storage = await openStorage({ dbPath: join(folder, 'approvals.db') })
const stopSweeping = storage.startSweeping()
const tokenFile = join(folder, 'reviewer.token')
const port = isScripted ? 0 : Number(given.port)
const server = await startReviewerServer({ approvals: storage, port, tokenFile })
const reviewer = isScripted ? await startReviewer({ url: server.url, tokenFile }) : undefined
try {
  await tour()
} finally {
  await reviewer?.stop()
  stopSweeping()
  await server.close()
  await storage.close()
  removeFolder()
}

async function tour() {
  const kit = new ApproveKit(await Policy.fromYaml(join(import.meta.dirname, 'policy.yaml')), storage, {
    agentId: 'demo-agent',
  })
  transcript.title(
    'An agent calls five functions; a policy says which of them people approve.',
    isScripted ? 'A script decides through the JSON API.' : 'You decide, on the reviewer page:',
  )
  if (!isScripted) transcript.quote([server.signInUrl])

  const results = []
  for (const [at, { fn, args, does, advice }] of tools.entries()) {
    transcript.step(at + 1, does)
    if (advice !== undefined && !isScripted) transcript.note(advice)
    results.push(await outcomeOf(kit.guard(fn), args))
    const { word, colour, detail } = results.at(-1)
    transcript.verdict(word, colour, detail)
  }

  transcript.step(tools.length + 1, 'What stands in the audit history')
  const audit = kit.audit()
  transcript.quote(audit.map(line))
  if (isScripted) check(audit, results)
}

async function outcomeOf(guarded, args) {
  try {
    return { word: 'RAN', colour: 'green', detail: JSON.stringify(await guarded(args)) }
  } catch (error) {
    const word = error.name === 'ApprovalTimeoutError' ? 'TIMEOUT' : 'REJECTED'
    return { word, colour: 'red', detail: error.message }
  }
}

function line({ tool_name, decision, result, tool_args }) {
  const [args, charsMax] = [JSON.stringify(tool_args), 38]
  const shown = args.length > charsMax ? `${args.slice(0, charsMax - 1)}…` : args
  return `${tool_name.padEnd(14)} ${decision.padEnd(9)} ${result.padEnd(9)} ${shown}`
}

function check(audit, results) {
  assert.deepEqual(
    audit.map(({ tool_name, decision, result }) => [tool_name, decision, result]),
    [
      ['read_record', 'approved', 'executed'],
      ['send_email', 'approved', 'executed'],
      ['read_pii', 'approved', 'executed'],
      ['delete_record', 'rejected', 'not_run'],
      ['prod_write', 'timeout', 'not_run'],
    ],
  )
  assert.equal(audit[0].request_id, 'auto')
  assert.equal(audit[2].tool_args.ssn, '[REDACTED]')
  assert.equal(audit[4].tool_args.value, '[REDACTED]')
  assert.ok(!JSON.stringify([audit, reviewer.seen]).includes('078-05-1120'))
  assert.deepEqual(
    results.map(({ word }) => word),
    ['RAN', 'RAN', 'RAN', 'REJECTED', 'TIMEOUT'],
  )
}
