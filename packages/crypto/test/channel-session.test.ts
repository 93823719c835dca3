import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { ChannelSession } from '@kvlar/crypto'
import { flip } from './support/flip.ts'
import { outcome } from './support/outcome.ts'
import { payload, setUp } from './support/channels.ts'

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

  test('seals and opens bytes and nothing else', async () => {
    const { alices } = await establish()
    for (const data of ['text', [1, 2], undefined, new Uint8Array(16 * 1024 * 1024 + 1)])
      expect(await outcome(() => alices.seal(data as Uint8Array))).toBe('CHANNEL_INVALID_ARGUMENT')
    for (const record of ['x'.repeat(60), undefined])
      expect(await outcome(() => alices.open(record as unknown as Uint8Array))).toBe('CHANNEL_MALFORMED')
  })

  test('never shows its secrets', async () => {
    const { alices, pending, toBob } = await establish()
    const keys = { send: new Uint8Array(32).fill(0xa5), receive: new Uint8Array(32).fill(0x5a) }
    const known = new ChannelSession(keys)
    const shown = [alices, known, pending, toBob]
      .flatMap((one) => [inspect(one, { depth: 10, showHidden: true }), JSON.stringify(one)])
      .join('\n')
    // Longer than what the hexadecimal of a random id may hold.
    expect(shown).not.toMatch(/165,\s*165|a5a5a5a5|Uint8Array|KeyObject/)
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
