import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CLIENTS } from '../../packages/clients/src/index.ts'
import { DIAGNOSTIC_CODES } from '../../packages/core/src/index.ts'
import { codesInDocs, codesInSources } from './error-codes.ts'
import { root } from './source-tree.ts'

describe('docs/errors.md', () => {
  test('has exactly one row for every code that the sources know', () => {
    const documented = codesInDocs().map(({ code }) => code)
    expect(documented.toSorted()).toEqual([...codesInSources()].toSorted())
  })

  test('has the anchor that diagnostics link to in every row', () => {
    const rows = codesInDocs()
    expect(rows.filter(({ code, anchor }) => anchor !== code.toLowerCase())).toEqual([])
  })
})

describe('docs/policy-language.md', () => {
  test('has a row for every warning of a policy, and no other', () => {
    const text = readFileSync(join(root, 'docs/policy-language.md'), 'utf8')
    const rows = [...text.matchAll(/^\| \[`(POLICY_\w+)`\]\(errors\.md#(\w+)\) *\|/gm)]
    const warnings = [...DIAGNOSTIC_CODES].filter(
      ([code, { severity }]) => code.startsWith('POLICY_') && severity === 'warning',
    )
    expect(rows.map(([, code = '']) => code).toSorted()).toEqual(warnings.map(([code]) => code).toSorted())
    expect(rows.filter(([, code = '', anchor]) => anchor !== code.toLowerCase())).toEqual([])
  })
})

const pages = ['.', 'docs', 'docs/spec', 'docs/decisions', 'docs/readings']
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
  .filter((name) => name.endsWith('.md'))

describe('the documents', () => {
  test.each(pages)('every link of %s leads to a file', (page) => {
    const text = readFileSync(join(root, page), 'utf8')
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => match[1] ?? '')
    expect(targets.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([])
  })
})

describe('docs/clients.md', () => {
  test('has a row for every client that wrap knows, and no other', () => {
    const rows = [
      ...readFileSync(join(root, 'docs/clients.md'), 'utf8').matchAll(/^\| `([a-z][a-z-]*)` *\|/gm),
    ]
    expect(rows.map((match) => match[1])).toEqual(CLIENTS.map(({ id }) => id))
  })
})

describe('docs/hooks.md', () => {
  test('says of broken hooks what was seen; `node tools/hooks-table.mjs` writes it', () => {
    const { status } = spawnSync(process.execPath, [join(root, 'tools/hooks-table.mjs'), '--check'])
    expect(status).toBe(0)
  })
})
