import { readApprovers } from '@kvlar/approvals/approvers'
import { expect, test } from 'vitest'

const ONE = 'a'.repeat(64)
const OTHER = 'b'.repeat(64)

function problemsOf(text: string): readonly string[] {
  const read = readApprovers({ file: 'approvers.yaml', text })
  if (read.ok) throw new Error('the file loads')
  return read.diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`)
}

test('a file of approvers says who may review, under which token, and what else they may do', () => {
  const text = `approvers:
  - id: ana
    token_sha256: ${ONE.toUpperCase()}
    groups: [dba]
    rights: [reveal]
  - id: ben
    token_sha256: ${OTHER}
`
  expect(readApprovers({ file: 'approvers.yaml', text })).toEqual({
    ok: true,
    approvers: [
      { id: 'ana', tokenSha256: ONE, groups: ['dba'], roles: [], rights: ['reveal'] },
      { id: 'ben', tokenSha256: OTHER, groups: [], roles: [], rights: [] },
    ],
  })
  const json = JSON.stringify({ approvers: [{ id: 'ana', token_sha256: ONE }] })
  expect(readApprovers({ file: 'approvers.json', text: json }).ok).toBe(true)
})

test('a misspelt key, an unknown right and a missing digest refuse the whole file, each with its place', () => {
  expect(problemsOf(`approvers:\n  - id: ana\n    token_sha265: ${ONE}\n`)).toEqual([
    '3:5 APPROVERS_UNKNOWN_KEY',
  ])
  expect(problemsOf(`approvers:\n  - id: ana\n    token_sha256: ${ONE}\n    rights: [revael]\n`)).toEqual([
    '4:14 APPROVERS_BAD_VALUE',
  ])
  expect(problemsOf('approvers:\n  - id: ana\n')).toEqual(['2:5 APPROVERS_MISSING_KEY'])
})

test('a digest that is none is refused without being repeated: it may be the token itself', () => {
  const text = 'approvers:\n  - id: ana\n    token_sha256: kvlar_secret\n'
  const read = readApprovers({ file: 'approvers.yaml', text })
  expect(problemsOf(text)).toEqual(['3:19 APPROVERS_BAD_DIGEST'])
  expect(JSON.stringify(read)).not.toContain('kvlar_secret')
})

test('two approvers never share a name or a token', () => {
  const twice = (id: string, digest: string): string =>
    `approvers:\n  - { id: ana, token_sha256: ${ONE} }\n  - { id: ${id}, token_sha256: ${digest} }\n`
  expect(problemsOf(twice('ana', OTHER))).toEqual(['3:11 APPROVERS_DUPLICATE'])
  expect(problemsOf(twice('ben', ONE.toUpperCase()))).toEqual(['3:30 APPROVERS_DUPLICATE'])
})

test('nobody is no list of approvers', () => {
  expect(problemsOf('approvers: []\n')).toEqual(['1:12 APPROVERS_BAD_VALUE'])
  expect(problemsOf('')).toEqual(['1:1 APPROVERS_EMPTY'])
  expect(problemsOf('[]\n')).toEqual(['1:1 APPROVERS_WRONG_TYPE'])
})
