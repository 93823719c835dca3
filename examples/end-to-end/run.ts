/*
 * From end to end: a gate that signs what it permits, a service in another process that pays only what it has a permit for,
 * a guarded function, drift that is told to another replica, the signed record, a sealed channel, and reload. Every line
 * says what happened; the run ends 0 only if each step ended as it must.
 *
 *   node examples/end-to-end/run.ts                     everything in memory
 *   node examples/end-to-end/run.ts --redis             limits and used permits on a Redis that it starts
 *   node examples/end-to-end/run.ts --redis=redis://…   on yours
 */
import assert from 'node:assert/strict'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { entryBody, type Entry } from '@kvlar/audit'
import { openHome, RecordWriter, RECORD_WRITER_DEFAULTS, verifyHome } from '@kvlar/audit/file'
import { loadPolicy } from '@kvlar/core'
import { buildSignedManifest, ChannelError, KeyPair, PqTokenSigner, SecureChannel } from '@kvlar/crypto'
import { createKvlar, isKvlarError, withCaller } from '@kvlar/sdk'
import { createMemoryBroadcaster, Gate, type ActionInput } from '@kvlar/sdk/gate'
import { startService, type Service } from './service.ts'
import { memoryStores, redisStores } from './stores.ts'

const POLICY = {
  policies: [
    {
      name: 'support_refunds',
      effect: 'permit',
      conditions: [
        { identity_role: 'support' },
        { action: 'issue_refund' },
        { param_max: { field: 'amount', max: 50_000 } },
      ],
    },
    {
      name: 'three_reports_an_hour',
      effect: 'permit',
      conditions: [{ action: 'fetch_report' }, { rate_limit: { max: 3, window: '1h' } }],
    },
  ],
}
const INVARIANTS = [{ name: 'hard_cap', field: 'amount', maxValue: 10_000 }]

const BANGALORE = { countryCode: 'IN', city: 'Bangalore', latitude: 12.97, longitude: 77.59 }
const CHENNAI = { countryCode: 'IN', city: 'Chennai', latitude: 13.08, longitude: 80.27 }
const BOSTON = { countryCode: 'US', city: 'Boston', latitude: 42.36, longitude: -71.06 }

const { redis } = parseArgs({
  args: process.argv.slice(2).map((word) => (word === '--redis' ? '--redis=' : word)),
  options: { redis: { type: 'string' } },
}).values

let headings = 0
function heading(text: string): void {
  console.log(`${headings++ > 0 ? '\n' : ''}${text}`)
}

/** Says what came of a step, which must be this. */
function step(what: string, came: unknown, must: unknown): void {
  console.log(`${what.padEnd(48)}${String(came)}`)
  assert.deepEqual(came, must)
}

const folder = mkdtempSync(join(tmpdir(), 'kvlar-end-to-end-'))
const stores = redis === undefined ? memoryStores() : await redisStores(redis === '' ? undefined : redis)
let service: Service | undefined
try {
  // The key of the gate, in a directory that a root signs. The service trusts the root, and nothing else.
  const pair = await KeyPair.generate()
  const root = await KeyPair.generate()
  const issuedAt = Math.floor(Date.now() / 1000)
  const terms = { sequence: 1, issuedAt, expiresAt: issuedAt + 3600 }
  const [directory, rootFile] = [join(folder, 'directory.json'), join(folder, 'root.json')]
  writeFileSync(directory, await buildSignedManifest(root.signer(), [pair.publicKeys()], terms))
  writeFileSync(rootFile, JSON.stringify(root.publicKeys()))
  service = await startService(directory, rootFile, stores.redisUrl)

  // The record: every decision is in it before anybody hears of it.
  const keys = (id: string) => (id === pair.id ? pair.publicKeys() : undefined)
  const audit = join(folder, 'audit')
  const home = await openHome(audit)
  const signer = pair.signer()
  const recorder = new RecordWriter({ ...RECORD_WRITER_DEFAULTS, home, signer, keys, versions: {} })
  const context = { digestKey: home.digestKey, engine: 'example' }

  // Two replicas of one gate.
  const broadcaster = createMemoryBroadcaster()
  const open = async () =>
    Gate.fromObject(POLICY, {
      invariants: INVARIANTS,
      geoDriftMaxKm: 500,
      tokenSigner: PqTokenSigner.fromKeypairHybrid(pair),
      permitAudience: 'payments',
      rateStore: await stores.counters(),
      broadcaster,
      record: async (event) => void (await recorder.record(entryBody(event, context))),
    })
  const [gate, replica] = [await open(), await open()]

  heading('A permit, and the service that takes it')
  const refund = (amount: number): ActionInput => ({
    principalId: 'agent-alice',
    roles: ['support'],
    actionName: 'issue_refund',
    params: { amount },
  })
  const permitted = await gate.evaluate(refund(1500))
  step('alice refunds 1,500', permitted.kind, 'permit')
  const permit = permitted.kind === 'permit' ? permitted.permit?.text : undefined
  step('the service, without a permit', await service.pay({ amount: 1500 }), 401)
  step('the service, with the permit and 9,000', await service.pay({ amount: 9000 }, permit), 401)
  step('the service, with the permit', await service.pay({ amount: 1500 }, permit), 200)
  step('the service, with the permit once more', await service.pay({ amount: 1500 }, permit), 401)
  const stranger = await PqTokenSigner.generateHybrid()
  const call = { action: 'issue_refund', audience: 'payments', principal: 'x', parameters: { amount: 1500 } }
  const foreign = (await stranger.issue(call)).text
  step('the service, with one by another key', await service.pay({ amount: 1500 }, foreign), 401)

  heading('The floor under the policy')
  const big = await gate.evaluate(refund(25_000))
  step('alice refunds 25,000, which the policy permits', big.code, 'INVARIANT_VIOLATION')

  heading('A guarded function')
  const kvlar = createKvlar({
    policies: [loadPolicy(POLICY)],
    invariants: [{ kind: 'param_max', name: 'hard_cap', field: 'amount', max: 10_000 }],
    tokenSigner: PqTokenSigner.fromKeypairHybrid(pair),
    permitAudience: 'payments',
  })
  const paying = service
  const issueRefund = kvlar.guard('issue_refund', async ({ amount }: { amount: number }) =>
    paying.pay({ amount }, kvlar.permit()),
  )
  const asAlice = withCaller(kvlar, issueRefund)
  const alice = { _principal_id: 'agent-alice', _roles: ['support'] }
  step('alice refunds 500 through it', await asAlice({ amount: 500, ...alice }), 200)
  const stopped: unknown = await asAlice({ amount: 999_999, ...alice }).catch((error: unknown) => error)
  step('and 999,999', isKvlarError(stopped) ? stopped.code : stopped, 'POLICY_DEFAULT_DENY')

  heading('A session that moves, and who is told')
  const from = (ip: string, currentGeo: typeof BANGALORE): ActionInput => ({
    principalId: 'bob',
    principalKind: 'user',
    actionName: 'fetch_report',
    sessionId: 's-1',
    ip,
    currentGeo,
  })
  const told: string[] = []
  broadcaster.subscribe(({ target }) => {
    if (target.kind !== 'everything') told.push(`${target.kind} ${target.id}`)
  })
  step('bob begins in Bangalore', (await gate.evaluate(from('203.0.113.1', BANGALORE))).kind, 'permit')
  step(
    'goes on from Chennai, within 500 km',
    (await gate.evaluate(from('203.0.113.7', CHENNAI))).kind,
    'permit',
  )
  step('and from Boston', (await gate.evaluate(from('198.51.100.1', BOSTON))).kind, 'invalidate')
  step('a listener hears of', told.join(), 'session s-1')
  step(
    'the other replica, back in Bangalore',
    (await replica.evaluate(from('203.0.113.1', BANGALORE))).code,
    'SESSION_INVALID',
  )

  heading('A limit that the replicas share')
  const report: ActionInput = { principalId: 'carol', principalKind: 'user', actionName: 'fetch_report' }
  for (const [index, one] of [gate, replica, gate].entries())
    step(`carol fetches report ${index + 1}`, (await one.evaluate(report)).kind, 'permit')
  step('and a fourth', (await replica.evaluate(report)).code, 'RATE_LIMIT_EXCEEDED')

  heading('Reload')
  gate.reload('')
  step('under an empty policy, alice refunds 1', (await gate.evaluate(refund(1))).kind, 'refuse')
  gate.reload(POLICY)
  step('under the old one again', (await gate.evaluate(refund(1))).kind, 'permit')

  heading('The record')
  await recorder.close()
  let decisions = 0
  const onEntry = ({ kind }: Entry): void => void (decisions += kind === 'decided' ? 1 : 0)
  step('with the public key alone', (await verifyHome(audit, { keys, onEntry })).kind, 'intact')
  step('decisions in it', decisions, 12)
  const [file = ''] = globSync('chains/*/0*.jsonl', { cwd: audit }).map((name) => join(audit, name))
  writeFileSync(file, readFileSync(file, 'utf8').replace('"amount":1500', '"amount":1501'))
  step('with 1,501 written over 1,500', (await verifyHome(audit, { keys })).kind, 'broken')

  heading('A sealed channel')
  const [anne, ben] = [await KeyPair.generate(), await KeyPair.generate()]
  const toBen = new SecureChannel(anne, ben.publicKeys())
  const fromAnne = new SecureChannel(ben, anne.publicKeys())
  const read = async (text: string, about: string): Promise<string> =>
    fromAnne.receiveSigned(text, about).then(
      (data) => Buffer.from(data).toString(),
      (error: unknown) => (error instanceof ChannelError ? error.code : String(error)),
    )
  const sealed = await toBen.sendSigned(Buffer.from('hello ben'), 'greet', 'c-1')
  step('read as a payment', await read(sealed, 'pay'), 'CHANNEL_WRONG_CONTEXT')
  step('read as a greeting', await read(sealed, 'greet'), 'hello ben')
  step('read once more', await read(sealed, 'greet'), 'CHANNEL_REPLAYED')
} finally {
  await service?.stop()
  await stores.close()
  rmSync(folder, { recursive: true, force: true })
}
