import { describe, expect, test } from 'vitest'
import { chooseBackend, createMemoryReplayStore, KeyPair, SecureChannel } from '@kvlar/crypto'
import { flip } from './support/flip.ts'
import { outcome } from './support/outcome.ts'
import { HEADER_BYTES, pack, payload, setUp, unpack } from './support/channels.ts'

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
    const replayStore = createMemoryReplayStore(10)
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
