import { describe, expect, test } from 'vitest'
import {
  chooseBackend,
  createMemoryReplayStore,
  KeyPair,
  PublicKeyBundle,
  SecureChannel,
  type SecureChannelOptions,
} from '@kvlar/crypto'
import { Clock } from './support/clock.ts'
import { outcome } from './support/outcome.ts'
import { partsOf } from './support/parts-of.ts'
import { HEADER_BYTES, pack, payload, setUp, unpack } from './support/channels.ts'

test('a full replay window refuses new messages and still refuses old ones', async () => {
  const { clock, alice, bob, toBob } = await setUp()
  const options = { replayStore: createMemoryReplayStore(2), now: clock.now }
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

  test('refuses every message when its clock gives no time', async () => {
    const { alice, bob, toBob } = await setUp()
    const fromAlice = new SecureChannel(bob, alice.publicKeys(), { now: () => Number.NaN })
    expect(await outcome(fromAlice.receiveData(await toBob.sendData(payload)))).toBe('CHANNEL_STALE')
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
