import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  ChannelSession,
  chooseBackend,
  InMemoryReplayStore,
  KeyPair,
  PublicKeyBundle,
  SecureChannel,
  type SecureChannelOptions,
} from '@kvlar/crypto'
import { Clock } from './support/clock.ts'
import { flip } from './support/flip.ts'
import { outcome } from './support/outcome.ts'
import { partsOf } from './support/parts-of.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const payload = bytes('hello bob')
const HEADER_BYTES = 1 + 32 + 32 + 1088 + 32

const unpack = (sealed: string): Uint8Array => new Uint8Array(Buffer.from(sealed.slice(5), 'base64url'))
const pack = (binary: Uint8Array): string => `kvs1.${Buffer.from(binary).toString('base64url')}`

async function setUp(options: SecureChannelOptions = {}) {
  const clock = new Clock()
  const [alice, bob, carol] = [
    await KeyPair.generate({ now: clock.now }),
    await KeyPair.generate({ now: clock.now }),
    await KeyPair.generate({ now: clock.now }),
  ]
  const channel = (local: KeyPair, remote: KeyPair) =>
    new SecureChannel(local, remote.publicKeys(), { now: clock.now, ...options })
  return { clock, alice, bob, carol, channel, toBob: channel(alice, bob), fromAlice: channel(bob, alice) }
}

describe('a signed message', () => {
  test('arrives with everything its sender signed', async () => {
    const { clock, toBob, fromAlice } = await setUp()
    await toBob.sendSigned(payload, 'greet', 'c-0')
    const sealed = await toBob.sendSigned(payload, 'greet', 'c-1')
    expect(await fromAlice.openSigned(sealed, 'greet')).toEqual({
      data: payload,
      contextId: 'greet',
      correlationId: 'c-1',
      sequence: 1,
      sentAtMs: clock.ms,
    })
  })

  test('of nine bytes is under 7,000 characters', async () => {
    const { toBob, fromAlice } = await setUp()
    const sealed = await toBob.sendSigned(payload, 'greet', 'c-1')
    expect(payload.length).toBe(9)
    expect(sealed.length).toBeLessThan(7000)
    expect(await fromAlice.receiveSigned(sealed, 'greet')).toEqual(payload)
  })

  test('is refused the second time, also by a channel object made in between', async () => {
    const { alice, bob, channel, toBob, fromAlice } = await setUp()
    const sealed = await toBob.sendSigned(payload, 'greet', 'c-1')
    expect(await outcome(fromAlice.receiveSigned(sealed, 'greet'))).toBe('accepted')
    expect(await outcome(fromAlice.receiveSigned(sealed, 'greet'))).toBe('CHANNEL_REPLAYED')
    expect(await outcome(channel(bob, alice).receiveSigned(sealed, 'greet'))).toBe('CHANNEL_REPLAYED')
  })

  test('is refused the second time by a channel with a wider window than the first', async () => {
    const { clock, alice, bob, toBob, fromAlice } = await setUp()
    const narrow = new SecureChannel(bob, alice.publicKeys(), { now: clock.now, windowSeconds: 10 })
    const sealed = await toBob.sendSigned(payload, 'greet', 'c-1')
    expect(await outcome(narrow.receiveSigned(sealed, 'greet'))).toBe('accepted')
    clock.passSeconds(60)
    expect(await outcome(narrow.receiveSigned(sealed, 'greet'))).toBe('CHANNEL_STALE')
    expect(await outcome(fromAlice.receiveSigned(sealed, 'greet'))).toBe('CHANNEL_REPLAYED')
  })

  test('is refused in another context, and still good in its own', async () => {
    const { toBob, fromAlice } = await setUp()
    const sealed = await toBob.sendSigned(payload, 'greet', 'c-1')
    expect(await outcome(fromAlice.receiveSigned(sealed, 'pay'))).toBe('CHANNEL_WRONG_CONTEXT')
    expect(await outcome(fromAlice.receiveSigned(sealed, 'greet'))).toBe('accepted')
  })

  test('is refused by everyone but its recipient, and from everyone but its sender', async () => {
    const { alice, bob, carol, channel, toBob } = await setUp()
    const sealed = await toBob.sendSigned(payload, 'greet', 'c-1')
    expect(await outcome(channel(carol, alice).receiveSigned(sealed, 'greet'))).toBe(
      'CHANNEL_WRONG_RECIPIENT',
    )
    expect(await outcome(channel(bob, carol).receiveSigned(sealed, 'greet'))).toBe('CHANNEL_WRONG_SENDER')
  })

  test('cannot be passed on: naming another recipient or sender breaks it', async () => {
    const { alice, bob, carol, channel, toBob } = await setUp()
    const binary = unpack(await toBob.sendSigned(payload, 'greet', 'c-1'))
    const [forCarol, fromCarol] = [new Uint8Array(binary), new Uint8Array(binary)]
    forCarol.set(Buffer.from(carol.id, 'hex'), 33)
    fromCarol.set(Buffer.from(carol.id, 'hex'), 1)
    expect(await outcome(channel(carol, alice).receiveSigned(pack(forCarol), 'greet'))).toBe(
      'CHANNEL_TAMPERED',
    )
    expect(await outcome(channel(bob, carol).receiveSigned(pack(fromCarol), 'greet'))).toBe(
      'CHANNEL_TAMPERED',
    )
  })

  test('is refused outside its window, before and after', async () => {
    const { clock, toBob, fromAlice } = await setUp()
    const sealed = await toBob.sendSigned(payload, 'greet', 'c-1')
    clock.passSeconds(301)
    expect(await outcome(fromAlice.receiveSigned(sealed, 'greet'))).toBe('CHANNEL_STALE')
    clock.passSeconds(-602)
    expect(await outcome(fromAlice.receiveSigned(sealed, 'greet'))).toBe('CHANNEL_STALE')
    clock.passSeconds(301)
    expect(await outcome(fromAlice.receiveSigned(sealed, 'greet'))).toBe('accepted')
  })

  test('is refused with any byte changed', async () => {
    const { toBob, fromAlice } = await setUp()
    const binary = unpack(await toBob.sendSigned(payload, 'greet', 'c-1'))
    const wrong: [number, unknown][] = []
    // Every byte of the header; the rest is one ciphertext under one tag.
    for (let index = 0; index < binary.length; index += index < HEADER_BYTES ? 1 : 7) {
      const code = await outcome(fromAlice.receiveSigned(pack(flip(binary, index, index % 8)), 'greet'))
      if (index >= 65 ? code !== 'CHANNEL_TAMPERED' : code === 'accepted') wrong.push([index, code])
    }
    expect(wrong).toEqual([])
    expect(await outcome(fromAlice.receiveSigned(pack(binary), 'greet'))).toBe('accepted')
  })

  test('is refused truncated, extended, or as other text', async () => {
    const { toBob, fromAlice } = await setUp()
    const sealed = await toBob.sendSigned(payload, 'greet', 'c-1')
    for (const text of [
      '',
      'kvs1.',
      sealed.slice(0, 900),
      `${sealed}=`,
      ` ${sealed}`,
      sealed.replace('kvs1', 'kvs2'),
    ])
      expect(await outcome(fromAlice.receiveSigned(text, 'greet'))).toBe('CHANNEL_MALFORMED')
    for (const binary of [unpack(sealed).slice(0, -1), new Uint8Array([...unpack(sealed), 0])])
      expect(await outcome(fromAlice.receiveSigned(pack(binary), 'greet'))).toBe('CHANNEL_TAMPERED')
  })

  test('is refused in the other signature suite, both ways', async () => {
    const { clock, alice, bob, toBob, fromAlice } = await setUp()
    const now = clock.now
    const pqToBob = new SecureChannel(alice, bob.publicKeys(), { hybrid: false, now })
    const pqFromAlice = new SecureChannel(bob, alice.publicKeys(), { hybrid: false, now })
    const [hybrid, pqOnly] = [
      await toBob.sendSigned(payload, 'x', 'y'),
      await pqToBob.sendSigned(payload, 'x', 'y'),
    ]
    expect(await outcome(pqFromAlice.receiveSigned(hybrid, 'x'))).toBe('CHANNEL_SIGNATURE_INVALID')
    expect(await outcome(fromAlice.receiveSigned(pqOnly, 'x'))).toBe('CHANNEL_SIGNATURE_INVALID')
    expect(await outcome(pqFromAlice.receiveSigned(pqOnly, 'x'))).toBe('accepted')
  })

  test('travels between backends', async () => {
    const [native, noble] = [await chooseBackend('native'), await chooseBackend('noble')]
    const [a, b] = [await KeyPair.generate({ backend: native }), await KeyPair.generate({ backend: noble })]
    const ab = new SecureChannel(a, b.publicKeys(), { backend: native })
    const ba = new SecureChannel(b, a.publicKeys(), { backend: noble })
    expect(await ba.receiveSigned(await ab.sendSigned(payload, 'x', 'y'), 'x')).toEqual(payload)
    expect(await ab.receiveSigned(await ba.sendSigned(payload, 'x', 'y'), 'x')).toEqual(payload)
  })
})

describe('an unsigned message', () => {
  test('arrives, once', async () => {
    const { toBob, fromAlice } = await setUp()
    const sealed = await toBob.sendData(payload)
    expect(await fromAlice.receiveData(sealed)).toEqual(payload)
    expect(await outcome(fromAlice.receiveData(sealed))).toBe('CHANNEL_REPLAYED')
  })

  test('is refused where a signed one is needed, and the reverse, also when it claims to be the other', async () => {
    const { toBob, fromAlice } = await setUp()
    const data = await toBob.sendData(payload)
    const signed = await toBob.sendSigned(payload, '', '')
    expect(await outcome(fromAlice.receiveSigned(data, ''))).toBe('CHANNEL_NOT_SIGNED')
    expect(await outcome(fromAlice.receiveData(signed))).toBe('CHANNEL_UNEXPECTED_SIGNED')
    const claim = (sealed: string, kind: number) => pack(new Uint8Array([kind, ...unpack(sealed).slice(1)]))
    expect(await outcome(fromAlice.receiveSigned(claim(data, 1), ''))).toBe('CHANNEL_TAMPERED')
    expect(await outcome(fromAlice.receiveData(claim(signed, 2)))).toBe('CHANNEL_TAMPERED')
  })

  test('cannot be made by someone who only knows the recipient, so strangers cannot fill its window', async () => {
    const { alice, bob, carol, channel } = await setUp()
    const replayStore = new InMemoryReplayStore(10)
    const fromAlice = new SecureChannel(bob, alice.publicKeys(), {
      replayStore,
      now: () => 1_800_000_000_000,
    })
    const binary = unpack(await channel(carol, bob).sendData(payload))
    binary.set(Buffer.from(alice.id, 'hex'), 1)
    expect(await outcome(fromAlice.receiveData(pack(binary)))).toBe('CHANNEL_TAMPERED')
    expect(replayStore.size).toBe(0)
  })
})

test('a full replay window refuses new messages and still refuses old ones', async () => {
  const { clock, alice, bob, toBob } = await setUp()
  const options = { replayStore: new InMemoryReplayStore(2), now: clock.now }
  const fromAlice = new SecureChannel(bob, alice.publicKeys(), options)
  const sealed = [1, 2, 3].map(() => toBob.sendData(payload))
  const [one, two, three] = await Promise.all(sealed)
  expect(await outcome(fromAlice.receiveData(one!))).toBe('accepted')
  expect(await outcome(fromAlice.receiveData(two!))).toBe('accepted')
  expect(await outcome(fromAlice.receiveData(three!))).toBe('CHANNEL_WINDOW_FULL')
  expect(await outcome(fromAlice.receiveData(one!))).toBe('CHANNEL_REPLAYED')
  clock.passSeconds(300)
  expect(await outcome(fromAlice.receiveData(one!))).toBe('CHANNEL_REPLAYED')
  clock.passSeconds(2)
  expect(await outcome(fromAlice.receiveData(one!))).toBe('CHANNEL_STALE')
})

describe('a channel', () => {
  test('refuses a peer whose X25519 key has small order, sending and receiving', async () => {
    for (const choice of ['native', 'noble'] as const) {
      const backend = await chooseBackend(choice)
      const [alice, bob] = [await KeyPair.generate({ backend }), await KeyPair.generate({ backend })]
      const weak = [new Uint8Array(32), Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0))]
      for (const x25519PublicKey of weak) {
        const remote = new PublicKeyBundle({ ...partsOf(bob.publicKeys()), x25519PublicKey })
        const channel = new SecureChannel(alice, remote, { backend })
        expect(await outcome(channel.sendData(payload))).toBe('CHANNEL_WEAK_KEY')
      }
      const sealed = unpack(await new SecureChannel(bob, alice.publicKeys(), { backend }).sendData(payload))
      sealed.fill(0, HEADER_BYTES - 32, HEADER_BYTES)
      const receiving = new SecureChannel(alice, bob.publicKeys(), { backend })
      expect(await outcome(receiving.receiveData(pack(sealed)))).toBe('CHANNEL_WEAK_KEY')
    }
  })

  test('refuses a peer whose ML-KEM key fails the modulus check', async () => {
    for (const choice of ['native', 'noble'] as const) {
      const backend = await chooseBackend(choice)
      const [alice, bob] = [await KeyPair.generate({ backend }), await KeyPair.generate({ backend })]
      const remote = new PublicKeyBundle({
        ...partsOf(bob.publicKeys()),
        mlKemEncapsulationKey: new Uint8Array(1184).fill(0xff),
      })
      expect(await outcome(new SecureChannel(alice, remote, { backend }).sendData(payload))).toBe(
        'CHANNEL_WEAK_KEY',
      )
    }
  })

  test('refuses expired keys at either end', async () => {
    const clock = new Clock()
    const alice = await KeyPair.generateWithExpiry(60, { now: clock.now })
    const bob = await KeyPair.generate({ now: clock.now })
    const toBob = new SecureChannel(alice, bob.publicKeys(), { now: clock.now })
    const fromAlice = new SecureChannel(bob, alice.publicKeys(), { now: clock.now })
    const sealed = await toBob.sendData(payload)
    clock.passSeconds(60)
    expect(await outcome(toBob.sendData(payload))).toBe('CHANNEL_KEY_EXPIRED')
    expect(await outcome(fromAlice.receiveData(sealed))).toBe('CHANNEL_KEY_EXPIRED')
  })

  test('refuses ids that are no text, data that is no bytes, and options it does not know', async () => {
    const { alice, bob, toBob } = await setUp()
    expect(await outcome(toBob.sendSigned(payload, '\ud800', 'x'))).toBe('CHANNEL_INVALID_ARGUMENT')
    expect(await outcome(toBob.sendSigned(payload, 'x', 'y'.repeat(2000)))).toBe('CHANNEL_INVALID_ARGUMENT')
    expect(await outcome(toBob.sendData('text' as unknown as Uint8Array))).toBe('CHANNEL_INVALID_ARGUMENT')
    const misspelt = { windowSecond: 5 } as SecureChannelOptions
    expect(await outcome(() => new SecureChannel(alice, bob.publicKeys(), misspelt))).toBe(
      'CHANNEL_INVALID_ARGUMENT',
    )
    for (const windowSeconds of [0, 301, Number.NaN])
      expect(await outcome(() => new SecureChannel(alice, bob.publicKeys(), { windowSeconds }))).toBe(
        'CHANNEL_INVALID_ARGUMENT',
      )
  })
})

describe('an established session', () => {
  async function establish() {
    const ends = await setUp()
    const pending = await ends.toBob.initiate()
    const { reply, session: bobs } = await ends.fromAlice.accept(pending.hello)
    return { ...ends, pending, reply, alices: await pending.finish(reply), bobs }
  }

  test('carries records both ways and shows its end', async () => {
    const { alices, bobs } = await establish()
    for (let n = 0; n < 5; n += 1) {
      expect(bobs.open(alices.seal(Uint8Array.of(n)))).toEqual({ kind: 'data', data: Uint8Array.of(n) })
      expect(alices.open(bobs.seal(Uint8Array.of(n)))).toEqual({ kind: 'data', data: Uint8Array.of(n) })
    }
    expect(bobs.isComplete).toBe(false)
    expect(bobs.open(alices.end())).toEqual({ kind: 'end' })
    expect(bobs.isComplete).toBe(true)
    expect(await outcome(() => alices.seal(payload))).toBe('CHANNEL_CLOSED')
    expect(await outcome(() => bobs.open(bobs.seal(payload)))).toBe('CHANNEL_CLOSED')
  })

  test('refuses repeated, skipped, changed and returned records, and goes on with the right one', async () => {
    const { alices, bobs } = await establish()
    const [one, two, three] = [1, 2, 3].map((n) => alices.seal(Uint8Array.of(n)))
    expect(await outcome(() => bobs.open(two!))).toBe('CHANNEL_OUT_OF_ORDER')
    for (let index = 0; index < one!.length; index += 1)
      expect(await outcome(() => bobs.open(flip(one!, index)))).toMatch(/^CHANNEL_/)
    expect(await outcome(() => alices.open(one!))).toBe('CHANNEL_TAMPERED')
    expect(bobs.open(one!)).toMatchObject({ kind: 'data' })
    expect(await outcome(() => bobs.open(one!))).toBe('CHANNEL_REPLAYED')
    expect(bobs.open(two!)).toMatchObject({ kind: 'data' })
    expect(bobs.open(three!)).toMatchObject({ kind: 'data' })
  })

  test('changes its keys without a gap in which records could vanish', async () => {
    const { alices, bobs } = await establish()
    const before = alices.seal(Uint8Array.of(1))
    alices.rekey()
    const after = alices.seal(Uint8Array.of(2))
    expect(await outcome(() => bobs.open(after))).toBe('CHANNEL_OUT_OF_ORDER')
    bobs.open(before)
    expect(bobs.open(after)).toEqual({ kind: 'data', data: Uint8Array.of(2) })
    expect(await outcome(() => bobs.open(before))).toBe('CHANNEL_REPLAYED')
    alices.rekey()
    alices.rekey()
    expect(await outcome(() => bobs.open(alices.seal(payload)))).toBe('CHANNEL_OUT_OF_ORDER')
  })

  test('changes its key by itself before one key has sealed more than 1 GiB', async () => {
    const { alices } = await establish()
    const chunk = new Uint8Array(16 * 1024 * 1024)
    const epochs = Array.from({ length: 65 }, () => new DataView(alices.seal(chunk).buffer).getUint32(1))
    expect(epochs).toEqual([...Array.from({ length: 64 }, () => 0), 1])
  })

  test('seals bytes and nothing else', async () => {
    const { alices } = await establish()
    for (const data of ['text', [1, 2], undefined, new Uint8Array(16 * 1024 * 1024 + 1)])
      expect(await outcome(() => alices.seal(data as Uint8Array))).toBe('CHANNEL_INVALID_ARGUMENT')
  })

  test('never shows its secrets', async () => {
    const { alices, pending, toBob } = await establish()
    const keys = { send: new Uint8Array(32).fill(0xa5), receive: new Uint8Array(32).fill(0x5a) }
    const known = new ChannelSession(keys)
    const shown = [alices, known, pending, toBob]
      .flatMap((one) => [inspect(one, { depth: 10, showHidden: true }), JSON.stringify(one)])
      .join('\n')
    expect(shown).not.toMatch(/165|a5a5|Uint8Array|KeyObject/)
    known.destroy()
    expect([...keys.send, ...keys.receive].every((byte) => byte === 0)).toBe(true)
  })

  test('is not established from a replayed hello, a foreign reply or a stranger', async () => {
    const { carol, bob, channel, fromAlice, toBob, pending, reply } = await establish()
    expect(await outcome(fromAlice.accept(pending.hello))).toBe('CHANNEL_REPLAYED')
    expect(await outcome(pending.finish(reply))).toBe('CHANNEL_REPLAYED')
    const [first, second] = [await toBob.initiate(), await toBob.initiate()]
    const answer = await fromAlice.accept(second.hello)
    expect(await outcome(first.finish(answer.reply))).toBe('CHANNEL_WRONG_CONTEXT')
    const stranger = await channel(carol, bob).initiate()
    expect(await outcome(fromAlice.accept(stranger.hello))).toBe('CHANNEL_WRONG_SENDER')
    expect(await outcome(fromAlice.receiveSigned(first.hello, ''))).toBe('CHANNEL_UNEXPECTED_SIGNED')
  })
})
