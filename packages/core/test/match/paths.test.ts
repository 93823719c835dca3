import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createEngine } from '@kvlar/core'
import { policyOf } from '../random-policies.ts'
import { call, field, NOW, rule, truthOf } from '../rule-builders.ts'

interface PathCase {
  readonly value: string
  readonly within: string[]
  readonly expect: string
  readonly why: string
}

interface UrlCase {
  readonly value: string
  readonly operator: 'url_host_in' | 'in_domain' | 'not_in_domain'
  readonly hosts: string[]
  readonly expect: string
  readonly why: string
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8'))
const paths = (read('paths.json') as { cases: PathCase[] }).cases
const urls = (read('urls.json') as { cases: UrlCase[] }).cases

describe('path_within reads a path as every reader would, or errs', () => {
  test.each(paths)('$value within $within is $expect: $why', ({ value, within, expect: expected }) => {
    expect(truthOf(field('path', 'path_within', within), { path: value })).toBe(expected)
  })
})

describe('the host operators read a URL as every reader would, or err', () => {
  test.each(urls)(
    '$value $operator $hosts is $expect: $why',
    ({ value, operator, hosts, expect: expected }) => {
      expect(truthOf(field('url', operator, hosts), { url: value })).toBe(expected)
    },
  )
})

test('a host that the platform reads differently is an error', () => {
  for (const found of [{ hostname: 'evil.org' }, { username: 'u' }, { password: 'p' }]) {
    const parsed = { protocol: 'https:', username: '', password: '', hostname: 'example.com', ...found }
    const engine = createEngine(
      [policyOf('p', [rule('r', 'deny', { condition: field('url', 'url_host_in', 'other.org') })])],
      { parseUrl: () => parsed },
    )
    const decision = engine.decide(call('t', { url: 'https://example.com/' }), NOW)
    expect(decision).toMatchObject({ ruleId: 'r', error: expect.stringContaining('parsed') })
  }
})

test('the vectors have many cases of each answer', () => {
  for (const answer of ['true', 'false', 'error']) {
    expect(paths.filter((entry) => entry.expect === answer).length).toBeGreaterThan(15)
    expect(urls.filter((entry) => entry.expect === answer).length).toBeGreaterThan(15)
  }
})
