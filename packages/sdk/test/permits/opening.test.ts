import { fork } from 'node:child_process'
import { createServer } from 'node:http'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  buildSignedManifest,
  buildUnsignedManifest,
  createMemoryDirectory,
  createMemoryReplayStore,
  KeyPair,
  PqTokenSigner,
} from '@kvlar/crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  expressPermit,
  fastifyPermit,
  honoPermit,
  openPermits,
  PermitRefused,
  redeemRequest,
  type PermitsOptions,
} from '@kvlar/sdk/permits'
import { isKvlarError } from '@kvlar/sdk'
import { NOW, service } from './services.ts'

const folder = mkdtempSync(join(tmpdir(), 'kvlar-permits-'))
const CALL = { action: 'issue_refund', parameters: { amount: 500 } }

let root: KeyPair
let signer: PqTokenSigner
let other: PqTokenSigner

beforeAll(async () => {
  const now = (): number => NOW
  root = await KeyPair.generate({ now })
  signer = await PqTokenSigner.generateHybrid({ now })
  other = await PqTokenSigner.generateHybrid({ now })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
  return path
}
const signed = (sequence: number, by = root, life = 86_400): Promise<string> =>
  buildSignedManifest(by.signer(), [signer.publicKeys()], {
    sequence,
    issuedAt: NOW / 1000,
    expiresAt: NOW / 1000 + life,
  })
const exported = (bundle: object): string => `${JSON.stringify(bundle, undefined, 2)}\n`

/** Whether a service with these options takes a permit of the signer. */
async function takes(options: Partial<PermitsOptions>): Promise<boolean> {
  const { permits, issue } = await service(options)
  const { text } = await issue({}, signer)
  return permits.redeem(text, CALL).then(
    () => true,
    () => false,
  )
}

describe('a service with replicas', () => {
  test.each<[string, Partial<PermitsOptions>]>([
    ['that does not say how many', {}],
    ['that says two', { replicas: 2 }],
    [
      'that says two and has a memory of one process',
      { replicas: 2, replayStore: createMemoryReplayStore() },
    ],
    [
      'that has a memory of one process and does not say how many',
      { replayStore: createMemoryReplayStore() },
    ],
  ])('%s does not start without a memory that they share', async (_what, options) => {
    const opening = openPermits({ directory: createMemoryDirectory(), audience: 'a', ...options })
    await expect(opening).rejects.toMatchObject({ name: 'KvlarMisuse', code: 'KVLAR_BAD_OPTION' })
    await expect(opening).rejects.toThrow('give them one `replayStore`')
  })

  test('of a cluster of Node does not start either, whatever it says', async () => {
    const child = fork(join(import.meta.dirname, '../fixtures/cluster-service.ts'), { silent: true })
    let said = ''
    child.stdout?.on('data', (data: Buffer) => (said += data.toString()))
    await new Promise((resolve) => child.once('close', resolve))
    expect(said.trim()).toBe('primary opened, worker KVLAR_BAD_OPTION')
  })

  test('starts with one that it is given', async () => {
    const replayStore = { claim: async () => 'claimed' as const }
    expect(
      await takes({ directory: createMemoryDirectory([signer.publicKeys()]), replayStore, replicas: 9 }),
    ).toBe(true)
  })

  test('that opens its permits twice in one process spends each but once', async () => {
    const { permits, issue, directory, audience } = await service()
    const again = await openPermits({ directory, audience, replicas: 1, now: () => NOW })
    const { text } = await issue()
    await permits.redeem(text, CALL)
    const refused = again.redeem(text, CALL)
    await expect(refused).rejects.toThrow(PermitRefused)
    await expect(refused).rejects.toMatchObject({ code: 'PERMIT_REFUSED', status: 401 })
  })

  test.each([
    ['rejects', () => Promise.reject(new Error('redis is gone'))],
    ['is full', async () => 'full' as const],
    ['says nonsense', async () => true as never],
  ])('refuses while that %s', async (_what, claim) => {
    const { permits, issue, refusals } = await service({ replayStore: { claim } })
    await expect(permits.redeem((await issue()).text, CALL)).rejects.toThrow(PermitRefused)
    expect(refusals).toMatchObject([{ reason: 'PERMIT_REPLAY_STORE_UNAVAILABLE', action: 'issue_refund' }])
  })
})

describe('a directory', () => {
  test('is the file that `kvlar keys export` writes', async () => {
    expect(await takes({ directory: file('one.json', exported(signer.publicKeys())) })).toBe(true)
    expect(await takes({ directory: file('other.json', exported(other.publicKeys())) })).toBe(false)
  })

  test('is a file of several keys', async () => {
    const both = buildUnsignedManifest([other.publicKeys(), signer.publicKeys()])
    expect(await takes({ directory: file('both.json', both) })).toBe(true)
  })

  test('is a signed file, with the root that signs it', async () => {
    const directory = file('signed.json', await signed(1))
    const rootFile = file('root.json', exported(root.publicKeys()))
    expect(await takes({ directory, root: rootFile })).toBe(true)
    expect(await takes({ directory, root: root.publicKeys() })).toBe(true)
    await expect(takes({ directory, root: other.publicKeys() })).rejects.toMatchObject({
      code: 'RootSignatureInvalid',
    })
    await expect(takes({ directory })).rejects.toMatchObject({ code: 'Corrupt' })
  })

  test('is a signed manifest at a URL', async () => {
    const text = await signed(1)
    const server = createServer((_request, answer) => answer.end(text))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys.json`
    try {
      expect(await takes({ directory: url, root: root.publicKeys() })).toBe(true)
      expect(await takes({ directory: url, root: other.publicKeys() })).toBe(false)
      await expect(takes({ directory: url })).rejects.toThrow('needs the `root` that signs it')
    } finally {
      server.close()
    }
  })

  test.each<[string, () => Promise<void> | void]>([
    ['lacks the key by then', () => void file('fresh.json', exported(other.publicKeys()))],
    ['is gone by then', () => rmSync(join(folder, 'fresh.json'))],
    ['is broken by then', () => void file('fresh.json', '{')],
  ])('in a file that %s verifies nothing of it any more, and again when it is back', async (_how, change) => {
    const directory = file('fresh.json', exported(signer.publicKeys()))
    const { permits, issue, clock } = await service({ directory })
    const spend = async (): Promise<unknown> => permits.redeem((await issue({}, signer)).text, CALL)
    await spend()
    await change()
    clock.serviceMs += 5000
    await expect(spend()).rejects.toThrow(PermitRefused)
    file('fresh.json', exported(signer.publicKeys()))
    clock.serviceMs += 5000
    await spend()
  })

  test.each<[string, Partial<PermitsOptions>, string]>([
    ['that is not there', { directory: join(folder, 'nothing.json') }, 'BackendUnavailable'],
    ['that is none', { directory: 5 as never }, 'KVLAR_BAD_OPTION'],
    [
      'with a root that is none',
      { directory: folder, root: join(folder, 'nothing.json') },
      'KVLAR_BAD_OPTION',
    ],
    ['that is open, with a root', { root: 'root.json' }, 'KVLAR_BAD_OPTION'],
  ])('%s is an error when the service starts', async (_what, options, code) => {
    await expect(takes(options)).rejects.toMatchObject({ code })
  })
})

test.each<[string, object]>([
  ['an option that there is not', { audiance: 'a' }],
  ['no audience', { audience: undefined }],
  ['an empty audience', { audience: ' ' }],
  ['half a replica', { replicas: 0.5 }],
  ['a store that is none', { replayStore: {} }],
  ['a hook that is none', { onRefused: 'log' }],
  ['a clock that is none', { now: 5 }],
])('%s is refused', async (_what, options) => {
  await expect(service(options)).rejects.toMatchObject({ name: 'KvlarMisuse', code: 'KVLAR_BAD_OPTION' })
})

describe('a refusal', () => {
  test('says the same whatever the reason, to whoever prints all of it', async () => {
    const { inspect } = await import('node:util')
    const { permits, issue } = await service({
      onRefused: () => {
        throw new Error('the log is full')
      },
    })
    const { text } = await issue()
    const said = new Set<string>()
    for (const [permit, parameters] of [
      [undefined, {}],
      ['kvp1.x', {}],
      [text, { secret: 'hunter2' }],
      [[text], CALL.parameters],
      [
        text,
        {
          get amount() {
            return 500
          },
        },
      ],
      [text, new Date(0)],
    ] as const) {
      const error: unknown = await permits
        .redeem(permit, { ...CALL, parameters })
        .catch((caught: unknown) => caught)
      if (!isKvlarError(error)) throw error
      said.add(inspect(Object.entries(error)) + error.message)
    }
    expect(said.size).toBe(1)
    expect([...said][0]).toContain('a permit is required')
    expect([...said][0]).not.toMatch(/REPLAYED|MALFORMED|MISSING|PARAMETERS|hunter2/)
  })

  test('comes of a call that cannot be read, too, and of fields that it does not know', async () => {
    const { permits, issue, refusals } = await service()
    const { text } = await issue()
    const fails = (): never => {
      throw new Error('hunter2')
    }
    await expect(permits.redeem(text, fails)).rejects.toThrow(PermitRefused)
    await expect(permits.redeem(text, { ...CALL, targett: 'x' } as never)).rejects.toThrow(PermitRefused)
    await expect(permits.redeem(text, { ...CALL, action: 5 } as never)).rejects.toThrow(PermitRefused)
    expect(refusals.map(({ reason }) => reason)).toEqual([
      'PERMIT_CALL_UNREADABLE',
      'PERMIT_INVALID_REQUEST',
      'PERMIT_INVALID_REQUEST',
    ])
    expect(JSON.stringify(refusals)).not.toContain('hunter2')
    await permits.redeem(text, CALL)
  })

  test.each([
    { audience: 'other' },
    { audience: undefined },
    { parametersDigest: `sha256:${'0'.repeat(64)}` },
    { policyDigest: undefined },
    { Action: 'issue_refund' },
  ])('comes of a field that nothing would compare: %j', async (more) => {
    const { permits, issue, refusals } = await service()
    const { text } = await issue()
    await expect(permits.redeem(text, { ...CALL, ...more })).rejects.toThrow(PermitRefused)
    expect(refusals).toMatchObject([{ reason: 'PERMIT_INVALID_REQUEST', action: 'issue_refund' }])
    await permits.redeem(text, CALL)
  })

  test.each(['principal', 'target', 'paramters'])(
    'comes at once where a framework is told of `%s`, which it does not read from a request',
    async (name) => {
      const { permits } = await service()
      const call = { action: 'issue_refund', [name]: () => 'x' }
      for (const make of [
        () => expressPermit(permits, call),
        () => fastifyPermit(permits, call),
        () => honoPermit(permits, call),
      ])
        expect(make).toThrow(`\`${name}\` is not read`)
      await expect(redeemRequest(permits, new Request('http://a.example/'), call)).rejects.toThrow(
        `\`${name}\` is not read`,
      )
    },
  )

  test('comes of another principal, target or session where the service expects one', async () => {
    const { permits, issue, refusals } = await service()
    const { text } = await issue({ session: 's-1', target: 'orders/1' })
    for (const more of [{ principal: 'mallory' }, { target: 'orders/2' }, { session: 's-2' }])
      await expect(permits.redeem(text, { ...CALL, ...more })).rejects.toThrow(PermitRefused)
    expect(refusals.map(({ reason }) => reason)).toEqual([
      'PERMIT_WRONG_PRINCIPAL',
      'PERMIT_WRONG_TARGET',
      'PERMIT_WRONG_SESSION',
    ])
    await permits.redeem(text, { ...CALL, principal: 'agent-alice', target: 'orders/1', session: 's-1' })
  })

  test('does not come of a caller that changes the arguments meanwhile: what is handed on is what was judged', async () => {
    const { permits, issue } = await service()
    const parameters = { amount: 500 }
    const redeeming = permits.redeem((await issue()).text, { action: 'issue_refund', parameters })
    parameters.amount = 5000
    expect((await redeeming).parameters).toEqual({ amount: 500 })
  })
})
