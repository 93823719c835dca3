import { readToml, type Span, type TomlNode, type TomlTable } from '@kvlar/core/toml'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'smol-toml'

function treeOf(text: string): TomlTable {
  const reading = readToml(text, { depthMax: 100 })
  if (!reading.ok) throw new Error(`${reading.offset}: ${reading.message}`)
  return reading.root
}

function textOf(text: string, { start, end }: Span): string {
  return text.slice(start, end)
}

/** Keys with their values as they are written, in the order of the tree. */
function written(text: string, node: TomlNode): readonly string[] {
  switch (node.kind) {
    case 'table':
      return node.members.flatMap(({ keySpan, value }) =>
        value.kind === 'scalar' || (value.kind === 'array' && value.style === 'inline')
          ? [`${textOf(text, keySpan)} -> ${textOf(text, value)}`]
          : written(text, value),
      )
    case 'array':
      return node.items.flatMap((item) => written(text, item))
    case 'scalar':
      return []
  }
}

/** The value of a node, each scalar read by itself from where it stands. */
function valueOf(text: string, node: TomlNode): unknown {
  switch (node.kind) {
    case 'table':
      return Object.fromEntries(node.members.map(({ key, value }) => [key, valueOf(text, value)]))
    case 'array':
      return node.items.map((item) => valueOf(text, item))
    case 'scalar':
      return node.string ?? parse(`value = ${textOf(text, node)}`)['value']
  }
}

describe('the keys and values of a TOML text', () => {
  test('stand where they are written, whatever kind of table they are in', () => {
    const text = `# x = 1
a = 1 # one
"b . c" . d = 'é😀'\r
[t . u]
 e = [ 1, # two
  "x", ]
[[list]]
f = { g = true, h.i = 2026-01-01 }
[[list]]
f = """
y"""
k = 1979-05-27 07:32:00Z # three
`
    expect(written(text, treeOf(text))).toEqual([
      'a -> 1',
      `"b . c" . d -> 'é😀'`,
      'e -> [ 1, # two\n  "x", ]',
      'g -> true',
      'h.i -> 2026-01-01',
      'f -> """\ny"""',
      'k -> 1979-05-27 07:32:00Z',
    ])
  })

  test.each([
    ['a = [1, 2, ]', 9],
    ['a = [1 # ,\n, # ,\n]', 11],
    ['a = [1, 2]', undefined],
    ['a = []', undefined],
  ])('of a list tell where a comma stands behind the last item: %j', (text, trailingComma) => {
    const value = treeOf(text).members[0]?.value
    expect(value?.kind === 'array' ? value.trailingComma : 'no list').toBe(trailingComma)
  })

  test('read from their places say what the whole text says', () => {
    const key = fc.string({ maxLength: 5 }).filter((name) => name !== '__proto__')
    const { value } = fc.letrec<{ value: unknown; table: object }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary', maxLength: 8 }).filter((one) => one.isWellFormed()),
        fc.integer(),
        fc.boolean(),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('table'),
      ),
      table: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    }))
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true }),
        fc.boolean(),
        (data, crlf) => {
          const text = stringify(data).replaceAll('\n', crlf ? '\r\n' : '\n')
          expect(valueOf(text, treeOf(text))).toEqual(parse(text))
        },
      ),
      { numRuns: 300, seed: 61 },
    )
  })

  test.each([
    ['a value is missing', 'a = ', 4],
    ['a key is missing', '[]', 1],
    ['the nesting is too deep', `a = ${'['.repeat(101)}`, 104],
  ])('are not found where the text is none: %s', (message, text, offset) => {
    expect(readToml(text, { depthMax: 100 })).toEqual({ ok: false, message, offset })
  })
})
