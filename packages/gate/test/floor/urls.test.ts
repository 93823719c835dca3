import { fileURLToPath } from 'node:url'
import { createFloor } from '@kvlar/gate'
import { afterAll, expect, test } from 'vitest'
import { call, PLACES, RealPlaces } from '../real-places.ts'

const real = new RealPlaces()
afterAll(() => real.remove())
const { cwd, home, protectedPaths } = real
const withoutDisk = createFloor({ cwd, home, protectedPaths })

test('an address of a file leads where `new URL` says, with a tab, a line end or a control at any place of it', () => {
  const urls = ['file://', 'file:', 'FILE://localhost'].flatMap((start) => {
    const plain = start + real.key
    const gapped = ['\t', '\r\n'].flatMap((gap) =>
      Array.from(plain, (_, at) => plain.slice(0, at) + gap + plain.slice(at)),
    )
    const ends = ['\u0001', ' \u001f', '\0 '].flatMap((end) =>
      gapped.slice(0, 12).map((one) => end + one + end),
    )
    const hidden = plain.replace('kvlar', 'k%7\t6lar').replace('file', 'fi\nle')
    return [gapped, ends, hidden, plain.replace('.kv', '.k\tv').replace(':', '\t:')].flat()
  })
  for (const url of urls) {
    expect(fileURLToPath(new URL(url))).toBe(real.key)
    for (const floor of [real.floor, withoutDisk]) {
      for (const [tool, place] of PLACES)
        expect(floor(call(tool, place(url))), `${tool} ${JSON.stringify(url)}`).toBeDefined()
      const action = { ...call(url, {}), type: 'resource_read' as const }
      expect(floor(action), JSON.stringify(url)).toBeDefined()
    }
  }
})

test('also where it is longer than any path before it is resolved', () => {
  for (const way of ['/a//../..', '/%2e', '/a/%2E%2e', '/x\t/..'])
    for (const start of ['file://', 'f\tile:']) {
      const url = start + way.repeat(9000) + real.key
      expect(fileURLToPath(new URL(url))).toBe(real.key)
      expect(withoutDisk(call('read', { path: url })), start + way).toBeDefined()
    }
  for (const end of ['%2f..', '\\..']) {
    const url = `file://${real.root}/a//../${`x${end}/`.repeat(9000)}home/.kvlar/keys/k`
    expect(withoutDisk(call('read', { path: url })), end).toBeDefined()
  }
})

test('and a document of lines, or an address of another file, is none', () => {
  for (const text of [
    'fix: a\n\n.kv\nlar is a name\n',
    `file://${cwd}/a\tb.txt`,
    'no\ttes://h/x',
    'https://example.com/.kv\tlar',
  ])
    for (const name of ['text', 'x', 'uri'])
      expect(real.floor(call('read', { [name]: text })), text).toBeUndefined()
})
