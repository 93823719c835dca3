import { unifiedDiff } from '@kvlar/clients/text'
import { spawnSync } from 'node:child_process'
import { createContext, runInContext } from 'node:vm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDocument, stringify } from 'yaml'
import { LAUNCHER, layOutHome, POLICY, type Workbench } from './workbench.ts'

/** White space and comments that may stand between any two tokens. */
const gap = fc
  .array(
    fc.oneof(
      fc.constantFrom('', '', ' ', '\t', '\n', '\r\n', '  \n  ', '/* { "a": [ */', '/**/', '/* * / */'),
      fc.constantFrom('// " comment \\\n', '//\r\n', '// "mcpServers": {},\n'),
    ),
    { maxLength: 2 },
  )
  .map((parts) => parts.join(''))

const word = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom(
    '-y',
    '--',
    'proxy',
    '--stdio',
    '/opt/kvlar/main.js',
    '',
    '\\',
    '"',
    'ünï',
    '\u2028',
    '// x',
    '/* x',
  ),
)

/** A string literal, written plainly or with every character escaped. */
const literalOf = (text: string): fc.Arbitrary<string> =>
  fc.boolean().map((escaped) => {
    const escape = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`
    const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
    return escaped ? `"${units.map(escape).join('')}"` : JSON.stringify(text)
  })

interface Sample {
  readonly text: string
  readonly value: unknown
}

const scalar: fc.Arbitrary<Sample> = fc
  .oneof(word, fc.integer(), fc.boolean(), fc.constant(null))
  .chain((value) =>
    (typeof value === 'string' ? literalOf(value) : fc.constant(JSON.stringify(value))).map((text) => ({
      text,
      value,
    })),
  )

const list = (items: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc
    .tuple(fc.array(fc.tuple(gap, items, gap), { maxLength: 4 }), gap, fc.boolean())
    .map(([parts, end, comma]) => {
      const inner = parts.map(([before, { text }, after]) => before + text + after).join(',')
      const trailing = comma && parts.length > 0 ? ',' : ''
      return { text: `[${inner}${trailing}${end}]`, value: parts.map(([, { value }]) => value) }
    })

const object = (members: readonly (readonly [string, fc.Arbitrary<Sample>])[]): fc.Arbitrary<Sample> => {
  const drawn = members.map(([key, value]) =>
    fc
      .tuple(gap, literalOf(key), gap, gap, value, gap)
      .map(([before, name, middle, behind, sample, after]) => ({
        text: `${before}${name}${middle}:${behind}${sample.text}${after}`,
        entry: [key, sample.value] as const,
      })),
  )
  return fc.tuple(fc.tuple(...drawn), gap, fc.boolean()).map(([parts, end, comma]) => ({
    text: `{${parts.map(({ text }) => text).join(',')}${comma && parts.length > 0 ? ',' : ''}${end}}`,
    value: Object.fromEntries(parts.map(({ entry }) => entry)),
  }))
}

const server: fc.Arbitrary<Sample> = fc
  .tuple(
    fc.boolean(),
    fc.shuffledSubarray(['type', 'env', 'note'] as const),
    word.filter((text) => text !== '' && !text.includes('kvlar')),
  )
  .chain(([hasArgs, extras, command]) => {
    const literal = literalOf(command).map((text) => ({ text, value: command }))
    const strings = list(word.chain((value) => literalOf(value).map((text) => ({ text, value }))))
    const members: [string, fc.Arbitrary<Sample>][] = [['command', literal]]
    if (hasArgs) members.push(['args', strings])
    for (const key of extras) members.push([key, key === 'env' ? object([['KEY', scalar]]) : scalar])
    return fc.shuffledSubarray(members, { minLength: members.length }).chain(object)
  })

const names = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 3 })
  .map((all) => all.filter((name) => !/^-|[$\p{Cc}]|\{(?:env|file):|^__proto__$/u.test(name)))

const configuration: fc.Arbitrary<Sample> = names.chain((all) =>
  fc
    .tuple(
      gap,
      object([
        ['before', scalar],
        ['mcpServers', object(all.map((name) => [name, server]))],
        ['after', list(scalar)],
      ]),
      gap,
    )
    .map(([start, { text, value }, end]) => ({ text: start + text + end, value })),
)

it('however a JSON file is formatted, wrapping means what it should, and unwrapping gives the same bytes back', () => {
  const bench = layOutHome()
  fc.assert(
    fc.property(configuration, ({ text, value }) => {
      const after = roundTrip(bench, 'mcp.json', text)
      expect(readAsJavaScript(after)).toEqual(wrappedByHand(value))
    }),
    { numRuns: 400, seed: 39 },
  )
})

/** What wrapping must come to, written down a second time. */
function wrappedByHand(value: unknown): unknown {
  const { before, mcpServers, after } = value as {
    before: unknown
    mcpServers: Record<string, never>
    after: unknown
  }
  const wrapped = Object.entries<{ type?: unknown; command: string; args?: string[] }>(mcpServers).map(
    ([name, entry]) => {
      const head = [
        LAUNCHER.entry,
        'proxy',
        '--stdio',
        '--server',
        name,
        '--policy',
        POLICY,
        '--',
        entry.command,
      ]
      return [name, { ...entry, command: LAUNCHER.node, args: [...head, ...(entry.args ?? [])] }] as const
    },
  )
  return { before, mcpServers: Object.fromEntries(wrapped), after }
}

/** A world of its own for the texts, made once: making one takes longer than everything else of a run. */
const world = createContext()

/** Evaluates JSONC as JavaScript, of which it is a subset: an oracle that shares no code with the reader. */
function readAsJavaScript(text: string): unknown {
  return JSON.parse(runInContext(`JSON.stringify(${text}\n)`, world) as string)
}

const plainWords = fc.array(word, { maxLength: 4 })

it('however a YAML file is laid out, unwrapping gives the same bytes back', () => {
  const bench = layOutHome()
  const layout = fc.record({
    indent: fc.integer({ min: 1, max: 4 }),
    indentSeq: fc.boolean(),
    collectionStyle: fc.constantFrom('any', 'block', 'flow'),
    defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE'),
    defaultKeyType: fc.constant('PLAIN'),
    lineWidth: fc.constant(0),
    flowCollectionPadding: fc.boolean(),
  } as const)
  const servers = fc.array(
    fc.record({ command: word.filter(isCommand), args: plainWords, absent: fc.boolean() }),
    {
      maxLength: 3,
    },
  )
  fc.assert(
    fc.property(servers, layout, fc.boolean(), (drawn, options, crlf) => {
      const mcpServers = drawn.map(({ command, args, absent }, index) =>
        absent ? { name: `s${index}`, command } : { name: `s${index}`, command, args, env: { A: 'b' } },
      )
      const text = stringify({ before: ['x'], mcpServers, after: 1 }, options)
      // With some layouts the library writes empty lists where they may not stand.
      fc.pre(parseDocument(text).errors.length === 0)
      roundTrip(bench, 'config.yaml', crlf ? text.replaceAll('\n', '\r\n') : text)
    }),
    { numRuns: 150, seed: 41 },
  )
})

it('however a TOML file is laid out, unwrapping gives the same bytes back', () => {
  const bench = layOutHome()
  const string = (text: string): fc.Arbitrary<string> => {
    const basic = JSON.stringify(text).replaceAll('\u007f', '\\u007f')
    const canBeLiteral = !/['\p{Cc}]/u.test(text)
    return fc.constantFrom(
      basic,
      `"""${basic.slice(1, -1)}"""`,
      ...(canBeLiteral ? [`'${text}'`, `'''${text}'''`] : []),
    )
  }
  const strings = plainWords
    .chain((words) =>
      fc.tuple(
        fc.tuple(...words.map(string)),
        fc.constantFrom(', ', ' ,', ',\n  # a, "b"\n  '),
        fc.boolean(),
      ),
    )
    .map(
      ([literals, comma, trailing]) =>
        `[ ${literals.join(comma)}${trailing && literals.length > 0 ? ',' : ''} ]`,
    )
  const tomlServer = fc.record({
    command: word.filter(isCommand).chain(string),
    args: fc.option(strings),
    form: fc.nat(3),
  })
  fc.assert(
    fc.property(fc.array(tomlServer, { maxLength: 3 }), fc.boolean(), (drawn, crlf) => {
      const inTable = drawn.map(({ command, args, form }, index) => {
        const name = `"s ${index}"`
        const argsLine = args === null ? '' : `args=${args}`
        if (form === 0)
          return `${name} = { ${argsLine === '' ? '' : `${argsLine}, `}command = ${command} } # inline\n`
        if (form === 1)
          return `  ${name}.command = ${command}\n${args === null ? '' : `  ${name} . args = ${args}\n`}`
        return ''
      })
      const tables = drawn.map(({ command, args, form }, index) =>
        form < 2
          ? ''
          : `\n[mcp_servers . "s ${index}"]# t\n command\t= ${command} # c\n${args === null ? '' : `args=${args}`}\n`,
      )
      const text = `a = 1\n[mcp_servers]\n${inTable.join('')}${tables.join('')}[z]\ncommand = "z"\n`
      // A command where no client keeps servers is named, and stays as it is.
      roundTrip(bench, 'config.toml', crlf ? text.replaceAll('\n', '\r\n') : text, ['z'])
    }),
    { numRuns: 150, seed: 42 },
  )
})

function isCommand(text: string): boolean {
  return text !== '' && !text.includes('kvlar')
}

/** Wraps and unwraps without waiting for the disk: what is written is what the plans say. */
function roundTrip(bench: Workbench, name: string, text: string, left: readonly string[] = []): string {
  const config = bench.write(name, text)
  const plan = bench.wrap({ config })
  expect(plan.problems).toEqual([])
  const { after, servers } = plan.files[0]!
  const refused = servers.filter(({ action }) => action !== 'wrap')
  expect(refused.map((one) => one.name)).toEqual(left)
  bench.write(`${name}.pre-kvlar.1`, text)
  bench.write(name, after)
  expect(bench.wrap({ config }).files[0]!.changed).toBe(false)
  expect(bench.unwrap({ config }).files[0]!.after).toBe(text)
  return after
}

it('applying the diff with patch gives the new text', () => {
  const bench = layOutHome()
  const line = fc.constantFrom('a', 'b', 'c', '{', '}', '')
  const text = fc
    .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
    .map(([lines, newline]) => lines.join('\n') + (newline && lines.length > 0 ? '\n' : ''))
  fc.assert(
    fc.property(text, text, fc.integer({ min: 0, max: 4 }), (before, after, context) => {
      const file = bench.write('file', before)
      const patch = unifiedDiff(before, after, { before: 'file', after: 'file', context })
      if (before === after) expect(patch).toBe('')
      else {
        const arguments_ = ['--silent', '--force', '--unified', '--output=-', file]
        expect(spawnSync('patch', arguments_, { input: patch, encoding: 'utf8' }).stdout).toBe(after)
      }
    }),
    { numRuns: 150, seed: 40 },
  )
})

it('a diff of texts that share nothing stays bounded', () => {
  const lines = (prefix: string): string =>
    Array.from({ length: 20_000 }, (_, index) => `${prefix}${index}\n`).join('')
  const diff = unifiedDiff(lines('a'), lines('b'), { before: 'x', after: 'x' })
  expect(diff.split('\n').filter((line) => line.startsWith('-a'))).toHaveLength(20_000)
  expect(diff.split('\n').filter((line) => line.startsWith('+b'))).toHaveLength(20_000)
})
