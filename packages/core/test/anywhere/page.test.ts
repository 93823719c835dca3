import { createEngine, loadPolicy } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { call, NOW } from '../rule-builders.ts'

const PAGE = readFileSync(new URL('../../../../docs/readings/anywhere.md', import.meta.url), 'utf8')

const ASKED = /^ *- anywhere: (.+)$/
const ROW = /^\| `(.+?)` +\| (yes|doubt|no) +\|/

/** Each row of the page with the condition that stands above its table; marks for tabs and line ends read. */
function rowsOf(page: string) {
  let condition = ''
  return page.split('\n').flatMap((line) => {
    condition = ASKED.exec(line)?.[1] ?? condition
    const [, text, said] = ROW.exec(line) ?? []
    if (text === undefined || said === undefined) return []
    return [{ condition, said, text: text.replaceAll('⇥', '\t').replaceAll('⏎', '\n') }]
  })
}

describe('docs/readings/anywhere.md', () => {
  test('says of each of its examples what the engine says', () => {
    const rows = rowsOf(PAGE)
    const shown = PAGE.split('\n').filter((line) => line.startsWith('| `'))
    expect(rows).toHaveLength(shown.length)
    expect(rows.map(({ condition, text }) => ({ text, said: saidOf(condition, text) }))).toEqual(
      rows.map(({ text, said }) => ({ text, said })),
    )
  })

  test('names every operator that `anywhere` takes', () => {
    for (const operator of ['path_matches', 'url_host_in', 'sql', 'contains_secret', 'contains', 'matches'])
      expect(PAGE).toContain(`\`${operator}\``)
  })
})

/** A doubt denies under a rule that denies and lets nothing pass under one that allows. */
function saidOf(condition: string, text: string): string {
  if (outcomeOf(condition, 'deny', text) !== 'deny') return 'no'
  return outcomeOf(condition, 'allow', text) === 'allow' ? 'yes' : 'doubt'
}

function outcomeOf(condition: string, type: 'allow' | 'deny', text: string): string {
  const rest = type === 'deny' ? '\n  - id: rest\n    match_on: {}\n    effect: { type: allow }' : ''
  const policy = loadPolicy({
    file: 'p.yaml',
    text: `
name: p
rules:
  - id: one
    match_on: { conditions: [anywhere: ${condition}] }
    effect: { type: ${type}, reason: found }${rest}
`,
  })
  const engine = createEngine([policy], { parseUrl: (url) => URL.parse(url) ?? undefined })
  // An object is the arguments themselves.
  const parameters = text.startsWith('{"') ? (JSON.parse(text) as JsonObject) : { a: text }
  return engine.decide(call('t', parameters), NOW).outcome
}
