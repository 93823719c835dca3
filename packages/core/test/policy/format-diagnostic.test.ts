import { DIAGNOSTIC_CODES, formatDiagnostic, readPolicy, type Diagnostic } from '@kvlar/core'
import { describe, expect, test } from 'vitest'
import { problemsOf } from '../policy-problems.ts'

function framesOf(text: string, file = 'policy.yaml'): string {
  return problemsOf({ file, text })
    .map((problem) => formatDiagnostic(problem, text))
    .join('\n\n')
}

const base: Diagnostic = {
  code: 'POLICY_BAD_VALUE',
  severity: 'error',
  message: 'wrong',
  file: 'p.yaml',
  line: 1,
  column: 1,
  length: 1,
}

/** The line of source and the line of carets. */
function frameOf(text: string, place: Partial<Diagnostic>): readonly [string, string] {
  const lines = formatDiagnostic({ ...base, ...place }, text).split('\n')
  return [lines[3]?.replace(/^\d+ \| /, '') ?? '', lines[4]?.replace(/^ +\| /, '') ?? '']
}

describe('code frames', () => {
  test('a frame shows the problem, the line, what is meant and what to do', () => {
    const text = `name: my-policy
rules:
  - id: allow-reads
    match_on:
      resource: ["read_*"]
    effect:
      type: allow
`
    expect(framesOf(text))
      .toBe(`error[POLICY_UNKNOWN_KEY]: \`resource\` is not a key of \`match_on\`; refusing it
 --> policy.yaml:5:7
  |
5 |       resource: ["read_*"]
  |       ^^^^^^^^
  |
  = help: did you mean \`resources\`?
  = docs: kvlar help POLICY_UNKNOWN_KEY`)
  })

  test('without a text or a line only the place is named', () => {
    expect(formatDiagnostic({ ...base, file: '<object>', line: 0, column: 0, path: 'rules[0].id' })).toBe(
      `error[POLICY_BAD_VALUE]: wrong\n --> <object> at \`rules[0].id\`\n  |\n  = docs: kvlar help POLICY_BAD_VALUE`,
    )
    expect(formatDiagnostic({ ...base, line: 99 }, 'a')).toContain('--> p.yaml:99:1')
  })

  test('tabs become spaces and carets stay below what they mean', () => {
    expect(frameOf('a:\tb', { column: 4 })).toEqual(['a:  b', '    ^'])
    expect(frameOf('\t\tb', { column: 3 })).toEqual(['        b', '        ^'])
    expect(frameOf('ab', { column: 1, length: 1 })).toEqual(['ab', '^'])
  })

  test('wide characters take two columns, combining ones none', () => {
    expect(frameOf('日本: x', { column: 5 })).toEqual(['日本: x', '      ^'])
    expect(frameOf('日本: x', { column: 1, length: 2 })).toEqual(['日本: x', '^^^^'])
    expect(frameOf('🔥: x', { column: 1, length: 2 })).toEqual(['🔥: x', '^^'])
    expect(frameOf('e\u0301: x', { column: 5 })).toEqual(['e\u0301: x', '   ^'])
  })

  test('a long line is cut around the problem', () => {
    const [line, carets] = frameOf(`${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`, { column: 5001, length: 4 })
    expect(line).toMatch(/^…a+HEREb+…$/)
    expect(line.length).toBeLessThanOrEqual(98)
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE')
  })

  test('a line of emoji is cut between characters', () => {
    const [line, carets] = frameOf('🔥'.repeat(2000), { column: 2001, length: 2 })
    expect(line.isWellFormed()).toBe(true)
    expect(carets.trim()).toBe('^^')
  })

  test('a problem at the end of the text has a caret after it', () => {
    expect(frameOf('ab', { column: 3 })).toEqual(['ab', '  ^'])
  })

  test('a problem over several lines is marked on the first', () => {
    expect(framesOf('name: p\nrules:\n  - description: >\n      a\n')).toContain(`
3 |   - description: >
  |     ^^^^^^^^^^^^^^`)
  })

  test('nothing of a file reaches the terminal unescaped', () => {
    const hostile = '\u001B[2Jx\u202E\u0007\u0000\u200B\u009B\u2028'
    const text = formatDiagnostic(
      { ...base, message: hostile, file: hostile, help: hostile, column: 3 },
      `a ${hostile}`,
    )
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u200B\u202E\u2028]/)
    expect(text).toContain(String.raw`\u{1b}[2Jx\u{202e}\u{7}\u{0}\u{200b}\u{9b}\u{2028}`)
    const rule = '{id: "a\u001B[31m", effect: {type: allow}}'
    expect(framesOf(`name: p\nrules: [${rule}]`)).not.toContain('\u001B')
  })

  test('colour adds escapes and changes no text', () => {
    const [problem] = problemsOf({ file: 'p.yaml', text: 'nam: p\nrules: []' })
    if (problem === undefined) throw new Error('no problem')
    const painted = formatDiagnostic(problem, 'nam: p\nrules: []', { color: true })
    expect(painted).toContain('\u001B[1;31merror[')
    // oxlint-disable-next-line no-control-regex -- colours are escapes
    expect(painted.replaceAll(/\u001B\[[\d;]*m/g, '')).toBe(formatDiagnostic(problem, 'nam: p\nrules: []'))
  })
})

describe('the table of codes', () => {
  test('every row says in one line what it means and what to do', () => {
    for (const [code, { meaning, help }] of DIAGNOSTIC_CODES) {
      expect(code).toMatch(/^(POLICY|CONFIG|TEST|APPROVERS)_[A-Z_]+$/)
      for (const line of [meaning, help]) expect(line).toMatch(/^[^\n]{10,160}[^.\n]$/)
    }
  })

  test('the severity of a problem is that of its row', () => {
    const read = readPolicy({
      file: 'p.yaml',
      text: 'name: p\nrules: [{id: a, effect: {type: allow}}, {id: a, efect: 1}]',
    })
    if (read.ok) throw new Error('the policy loads')
    for (const { code, severity } of read.diagnostics)
      expect([code, severity]).toEqual([
        code,
        [...DIAGNOSTIC_CODES].find(([key]) => key === code)?.[1].severity,
      ])
  })
})
