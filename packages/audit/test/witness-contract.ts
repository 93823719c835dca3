import { readWitness, verifyChain, witnessText, type Witness } from '@kvlar/audit'
import { KeyPair } from '@kvlar/crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildChain, HOME_ID, sourceOf, type BuiltChain } from './chain.ts'

/** What every witness does; `open` gives one of its own each time. */
export function describeWitness(
  name: string,
  { open }: { readonly open: () => Witness | Promise<Witness> },
): void {
  const OTHER = 'b'.repeat(32)

  describe(name, () => {
    let keys: KeyPair
    let honest: BuiltChain
    /** By whoever holds the key: as long, and otherwise the same. */
    let rewritten: BuiltChain
    beforeAll(async () => {
      keys = await KeyPair.generate()
      honest = await buildChain(6, [2, 4, 6], keys)
      rewritten = await buildChain(6, [3, 6], keys, 'another')
    })
    const keeping = async (notes: readonly string[]): Promise<Witness> => {
      const witness = await open()
      for (const note of notes) await witness.keep(HOME_ID, note)
      return witness
    }
    /** What is wrong with a record when it is held against what is kept. */
    const wrongWith = async (chain: Pick<BuiltChain, 'lines' | 'notes'>, witness: Witness) => {
      const trusted = (id: string) => (id === keys.id ? keys.publicKeys() : undefined)
      const known = await readWitness(witnessText(await witness.notes(HOME_ID)), trusted)
      return (await verifyChain(sourceOf(chain), { keys: trusted, known })).broken?.code
    }

    test('keeps all that it was given, oldest first, of each home apart', async () => {
      const witness = await keeping(honest.notes)
      await witness.keep(OTHER, rewritten.notes[0] ?? '')
      expect(await witness.notes(HOME_ID)).toEqual(honest.notes)
      expect(await witness.notes(OTHER)).toEqual(rewritten.notes.slice(0, 1))
      expect(await witness.notes('c'.repeat(32))).toEqual([])
    })

    test('finds nothing wrong with a record that only went on', async () => {
      expect(await wrongWith(honest, await keeping(honest.notes.slice(0, 2)))).toBeUndefined()
      expect(await wrongWith(honest, await keeping(honest.notes))).toBeUndefined()
    })

    test('misses what was cut off a record, whatever was signed since', async () => {
      const witness = await keeping(honest.notes)
      const cut = { lines: honest.lines.slice(0, 4), notes: honest.notes.slice(0, 2) }
      expect(await wrongWith(cut, witness)).toBe('ROLLED_BACK')
      await witness.keep(HOME_ID, cut.notes[1] ?? '')
      expect(await wrongWith(cut, witness)).toBe('ROLLED_BACK')
    })

    test('knows a record that was written anew with its key, also when it was told of both', async () => {
      const witness = await keeping(honest.notes.slice(0, 2))
      expect(await wrongWith(rewritten, witness)).toBe('ROLLED_BACK')
      for (const note of rewritten.notes) await witness.keep(HOME_ID, note)
      expect(await wrongWith(rewritten, witness)).toBe('ROLLED_BACK')
      expect(await wrongWith(honest, witness)).toBe('ROLLED_BACK')
    })

    test.each([
      ['what is no checkpoint', HOME_ID, 'a note'],
      ['nothing', HOME_ID, ''],
      ['what is longer than any', HOME_ID, 'kvlar/audit/'.repeat(10_000)],
    ])('refuses %s', async (_what, home, note) => {
      const witness = await open()
      await expect(witness.keep(home, note)).rejects.toMatchObject({ code: 'AUDIT_CHECKPOINT_MALFORMED' })
      expect(await witness.notes(home)).toEqual([])
    })

    test('refuses a name that no home has', async () => {
      const witness = await open()
      const [note = ''] = honest.notes
      await expect(witness.keep('../home', note)).rejects.toMatchObject({
        code: 'AUDIT_CHECKPOINT_MALFORMED',
      })
    })
  })
}
