import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWitness, witnessText, type Head } from '@kvlar/audit'
import { newestCheckpoints, pruneChain, verifyHome } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { relink, resultBody } from './chain.ts'
import { tempFolder } from './new-home.ts'
import { recorderFor } from './writer.ts'

/**
 * Everything an attacker who owns the disk but no key can do to a home, generated: every operation on every line of
 * every file, every field of every entry and checkpoint, as it is and linked anew. The record has three segments in
 * the chain under attack, one of them pruned, and a second chain beside it.
 */
const root = tempFolder()
const home = join(root, 'home')
let keys: KeyPair
let stranger: KeyPair
let known: Head[]
let attacked: string

const trusted = (id: string) => (id === keys.id ? keys.publicKeys() : undefined)

beforeAll(async () => {
  keys = await KeyPair.generate()
  stranger = await KeyPair.generate()
  const options = { segmentBytesMax: 3000, checkpointIdleMs: 5 }
  const [a, b] = [
    await recorderFor(home, keys, options),
    await recorderFor(home, keys, { checkpointIdleMs: 1 }),
  ]
  const { chain } = await a.record(resultBody(0))
  await b.record(resultBody(0))
  await pause()
  for (let index = 1; index < 40; index++) {
    await a.record(resultBody(index))
    if (index % 12 === 0) await pause()
  }
  await a.close()
  await b.close()
  attacked = join('chains', chain)
  let segments = 0
  await pruneChain(join(home, attacked), {
    signer: keys.signer(),
    keys: trusted,
    isWanted: () => ++segments > 1,
    nowMs: Date.now(),
  })
  known = await readWitness(witnessText(await newestCheckpoints(home)), trusted)
})

const pause = () => new Promise((resolve) => setTimeout(resolve, 60))

/** Says what verification makes of a copy of the home after an attack. */
async function after(
  attack: (chainDir: string, copy: string) => void,
  against: readonly Head[] = known,
): Promise<string> {
  const copy = join(root, 'copy')
  rmSync(copy, { recursive: true, force: true })
  cpSync(home, copy, { recursive: true })
  attack(join(copy, attacked), copy)
  const { kind, chains, missing } = await verifyHome(copy, { keys: trusted, known: against })
  if (kind === 'intact') return 'intact'
  return chains.find(({ broken }) => broken !== undefined)?.broken?.code ?? `missing ${missing.length}`
}

const segmentsOf = (dir: string) =>
  readdirSync(dir)
    .filter((name) => /^\d+\.jsonl$/.test(name))
    .sort()
const linesIn = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n')
const write = (file: string, lines: readonly string[]) =>
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''))

/** Every operation on a list of lines, with one line of a stranger to put in. */
function* operations(count: number): Generator<[string, (lines: string[], foreign: string) => string[]]> {
  for (let at = 0; at < count; at++) {
    yield [`delete ${at}`, (lines) => lines.toSpliced(at, 1)]
    yield [`double ${at}`, (lines) => lines.toSpliced(at, 0, lines[at] ?? '')]
    yield [`insert at ${at}`, (lines, foreign) => lines.toSpliced(at, 0, foreign)]
    yield [`replace ${at}`, (lines, foreign) => lines.with(at, foreign)]
    yield [`blank ${at}`, (lines) => lines.toSpliced(at, 0, '')]
    yield [`truncate to ${at}`, (lines) => lines.slice(0, at)]
    if (at + 1 < count) {
      yield [`swap ${at}`, (lines) => lines.toSpliced(at, 2, lines[at + 1] ?? '', lines[at] ?? '')]
      yield [`join ${at}`, (lines) => lines.toSpliced(at, 2, `${lines[at] ?? ''}${lines[at + 1] ?? ''}`)]
    }
  }
}

/** Every way to change one value of an entry. */
function* changesOf(value: unknown): Generator {
  if (typeof value === 'number') yield* [value + 1, -value - 1, String(value), null]
  else if (typeof value === 'string') yield* [`${value}x`, value.slice(1), '', value.toUpperCase(), 0]
  else yield* [null, 'x']
}

describe('an attacker with the disk and no key', () => {
  test('finds an intact home to begin with, with a pruned chain of several segments', async () => {
    expect(await after(() => undefined)).toBe('intact')
    expect(segmentsOf(join(home, attacked)).length).toBeGreaterThan(1)
    expect(Number(segmentsOf(join(home, attacked))[0]?.slice(0, 16))).toBeGreaterThan(0)
  })

  test('cannot delete, double, insert, replace, blank, cut, swap or join any line of any segment', async () => {
    for (const name of segmentsOf(join(home, attacked))) {
      const original = linesIn(join(home, attacked, name))
      const foreign = JSON.stringify({ ...JSON.parse(original[0] ?? '{}'), decision_id: 'forged' })
      for (const [what, change] of operations(original.length)) {
        const outcome = await after((dir) => write(join(dir, name), change([...original], foreign)))
        expect(outcome, `${what} of ${name}`).not.toBe('intact')
      }
    }
  })

  test('cannot do so and link the chain anew either', async () => {
    const names = segmentsOf(join(home, attacked))
    const all = names.map((name) => linesIn(join(home, attacked, name)))
    const count = all.flat().length
    const [first] = all.flat()
    const start = JSON.parse(first ?? '{}') as { index: number; prev: string }
    for (const [what, change] of operations(count)) {
      if (what.startsWith('blank') || what.startsWith('join')) continue
      const changed = change(all.flat(), (first ?? '').replace('"ok"', '"failed"'))
      const linked = relink(
        changed.map((line) => Buffer.from(line)),
        start,
      ).map((line) => Buffer.from(line).toString('utf8'))
      const outcome = await after((dir) => {
        for (const name of names.slice(1)) rmSync(join(dir, name))
        write(join(dir, names[0] ?? ''), linked)
      })
      expect(outcome, what).not.toBe('intact')
    }
  })

  test('cannot change any field of any entry, as it is or linked anew', async () => {
    const names = segmentsOf(join(home, attacked))
    const lines = names.flatMap((name) => linesIn(join(home, attacked, name)))
    const start = JSON.parse(lines[0] ?? '{}') as { index: number; prev: string }
    for (const at of [0, Math.floor(lines.length / 2), lines.length - 1]) {
      const entry = JSON.parse(lines[at] ?? '{}') as Record<string, unknown>
      for (const [field, value] of Object.entries({ ...entry, added: 'x' })) {
        for (const forged of [...changesOf(value), undefined]) {
          if (forged === value || (field === 'added' && forged === undefined)) continue
          const text = JSON.stringify({ ...entry, [field]: forged })
          const changed = lines.with(at, text)
          const asItIs = await after((dir) => {
            for (const name of names.slice(1)) rmSync(join(dir, name))
            write(join(dir, names[0] ?? ''), changed)
          })
          expect(asItIs, `${field} = ${String(forged)} in entry ${at}`).not.toBe('intact')
          if (['v', 'index', 'prev', 'kind'].includes(field)) continue
          const linked = forge(changed, start)
          if (linked === undefined) continue
          const anew = await after((dir) => {
            for (const name of names.slice(1)) rmSync(join(dir, name))
            write(join(dir, names[0] ?? ''), linked)
          })
          expect(anew, `${field} = ${String(forged)} in entry ${at}, linked anew`).not.toBe('intact')
        }
      }
    }
  })

  test('cannot change, drop, double, swap, cut or forge any checkpoint, line by line and field by field', async () => {
    const name = 'checkpoints.jsonl'
    const original = linesIn(join(home, attacked, name))
    expect(original.length).toBeGreaterThan(3)
    const foreign = original[0]?.replace('kvlar', 'kvlbr') ?? ''
    for (const [what, change] of operations(original.length)) {
      const changed = change([...original], foreign)
      expect(await after((dir) => write(join(dir, name), changed)), `${what} of checkpoints`).not.toBe(
        'intact',
      )
    }
    for (const [at, line] of original.entries()) {
      const note = JSON.parse(line) as string
      for (const [row, text] of note.split('\n').entries()) {
        for (const forged of [
          `${text}x`,
          text.slice(1),
          text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
          text.replace(/[a-z]/, 'q'),
          '',
        ]) {
          if (forged === text) continue
          const changed = original.with(at, JSON.stringify(note.split('\n').with(row, forged).join('\n')))
          expect(
            await after((dir) => write(join(dir, name), changed)),
            `row ${row} of checkpoint ${at}: ${forged.slice(0, 40)}`,
          ).not.toBe('intact')
        }
      }
    }
  })

  test('cannot cut off the end of a chain together with its checkpoints, back to what anybody else has seen', async () => {
    const notes = linesIn(join(home, attacked, 'checkpoints.jsonl'))
    const names = segmentsOf(join(home, attacked))
    const lines = names.flatMap((name) => linesIn(join(home, attacked, name)))
    const first = Number(names[0]?.slice(0, 16))
    for (let kept = 1; kept < notes.length; kept++) {
      const size = Number((JSON.parse(notes[kept - 1] ?? '') as string).split('\n')[1])
      if (size <= first) continue
      const cut = (dir: string) => {
        for (const name of names.slice(1)) rmSync(join(dir, name))
        write(join(dir, names[0] ?? ''), lines.slice(0, size - first))
        write(join(dir, 'checkpoints.jsonl'), notes.slice(0, kept))
      }
      expect(await after(cut), `cut to ${size}`).toBe('ROLLED_BACK')
    }
  })

  test('cannot remove, rename, empty or move a segment, the anchor or the checkpoints', async () => {
    const names = segmentsOf(join(home, attacked))
    const [first = '', second = ''] = names
    for (const name of [...names, 'anchor.note', 'checkpoints.jsonl'])
      expect(await after((dir) => rmSync(join(dir, name))), `remove ${name}`).not.toBe('intact')
    for (const name of [...names, 'anchor.note', 'checkpoints.jsonl'])
      expect(await after((dir) => truncateSync(join(dir, name))), `empty ${name}`).not.toBe('intact')
    const swapped = (dir: string) => {
      const [a, b] = [readFileSync(join(dir, first)), readFileSync(join(dir, second))]
      writeFileSync(join(dir, first), b)
      writeFileSync(join(dir, second), a)
    }
    expect(await after(swapped)).not.toBe('intact')
  })

  test('cannot move the place where a pruned chain begins: every line of the anchor is signed', async () => {
    const text = readFileSync(join(home, attacked, 'anchor.note'), 'utf8')
    for (const [row, line] of text.split('\n').entries()) {
      if (line === '') continue
      for (const forged of [
        `${line}x`,
        line.slice(1),
        line.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
      ]) {
        if (forged === line) continue
        const changed = text.split('\n').with(row, forged).join('\n')
        expect(await after((dir) => writeFileSync(join(dir, 'anchor.note'), changed)), `row ${row}`).toBe(
          'ANCHOR_WRONG',
        )
      }
    }
  })

  test('cannot prune what the operator did not: segments that are gone without a signed anchor are missed', async () => {
    const dropFirst = (dir: string) => rmSync(join(dir, segmentsOf(dir)[0] ?? ''))
    expect(['INDEX_WRONG', 'TRUNCATED']).toContain(await after(dropFirst))
  })

  test('cannot delete a chain, put one in the place of another, or bring one from elsewhere', async () => {
    const chains = readdirSync(join(home, 'chains'))
    for (const chain of chains)
      expect(
        await after((_dir, copy) => rmSync(join(copy, 'chains', chain), { recursive: true }), []),
        'delete',
      ).toMatch(/^missing/)
    const [a = '', b = ''] = chains
    const replace = (_dir: string, copy: string) => {
      rmSync(join(copy, 'chains', a), { recursive: true })
      cpSync(join(copy, 'chains', b), join(copy, 'chains', a), { recursive: true })
    }
    expect(await after(replace, [])).toBe('CHAIN_FOREIGN')
    const double = (_dir: string, copy: string) =>
      cpSync(join(copy, 'chains', b), join(copy, 'chains', 'f'.repeat(32)), { recursive: true })
    expect(await after(double, [])).toBe('CHAIN_FOREIGN')
    const elsewhere = join(root, 'elsewhere')
    const recorder = await recorderFor(elsewhere, keys)
    const { chain } = await recorder.record(resultBody(0))
    await recorder.close()
    const bring = (_dir: string, copy: string) =>
      cpSync(join(elsewhere, 'chains', chain), join(copy, 'chains', chain), { recursive: true })
    expect(await after(bring, [])).toBe('CHAIN_FOREIGN')
  })

  test('cannot sign with a key of his own, nor under the name of another suite', async () => {
    const own = join(root, 'own')
    const recorder = await recorderFor(own, stranger)
    const { chain } = await recorder.record(resultBody(0))
    await recorder.close()
    const bring = (_dir: string, copy: string) =>
      cpSync(join(own, 'chains', chain), join(copy, 'chains', chain), { recursive: true })
    expect(await after(bring)).toBe('CHECKPOINT_UNTRUSTED')
    const verdict = await verifyHome(home, { keys: trusted, suite: 'ml-dsa-65' })
    expect(verdict.chains.map(({ broken }) => broken?.code)).toContain('CHECKPOINT_FORGED')
  })

  test('can do one thing: change entries that no checkpoint covers yet', async () => {
    const tail = join(root, 'tail')
    const recorder = await recorderFor(tail, keys, { checkpointIdleMs: 60_000 })
    const { chain } = await recorder.record(resultBody(0))
    await recorder.record(resultBody(1))
    const file = join(tail, 'chains', chain, '0000000000000000.jsonl')
    const forged = relink(linesIn(file).map((line) => Buffer.from(line.replace('"ok"', '"failed"'))))
    write(
      file,
      forged.map((line) => Buffer.from(line).toString('utf8')),
    )
    expect(await verifyHome(tail, { keys: trusted })).toMatchObject({
      kind: 'intact',
      chains: [{ trustworthy: 0, size: 3 }],
    })
    await recorder.close().catch(() => undefined)
  })
})

/** Undefined when the changed entry has no form in which it could be linked at all. */
function forge(
  lines: readonly string[],
  start: { readonly index: number; readonly prev: string },
): string[] | undefined {
  try {
    return relink(
      lines.map((line) => Buffer.from(line)),
      start,
    ).map((line) => Buffer.from(line).toString('utf8'))
  } catch {
    return undefined
  }
}
