import type { JsonValue } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { joined } from './tool-words.ts'

/** What an argument of a tool that reads can bring along: something that runs, that sends, or that writes. */
const BROUGHT = (
  'script command cmd code function hook callback webhook shell exec pager interpreter program proxy forward output ' +
  'dest target recipient sql raw mutation bcc cc to secret credentials headers file host'
).split(' ')

/** Where such a word stands beside one that arguments of readers have. */
const BESIDE: readonly ((word: string) => string)[] = [
  (word) => `page_${word}`,
  (word) => `pager_${word}`,
  (word) => `filter_${word}`,
  (word) => `time_${word}`,
  (word) => `timeout_${word}`,
  (word) => `include_${word}`,
  (word) => `exclude_${word}`,
  (word) => `sort_${word}`,
  (word) => `order_${word}`,
  (word) => `max_${word}`,
  (word) => `${word}_query`,
  (word) => `${word}_email`,
  (word) => `${word}_key`,
  (word) => `${word}_format`,
  (word) => `${word}_type`,
  (word) => `${word}_pattern`,
  (word) => `${word}_time`,
  (word) => `${word}_limit`,
]
const NAMED = BROUGHT.filter((word) => word !== 'file').map((word) => `${word}_name`)
const SENT =
  'hook callback webhook slack_webhook script command shell exec proxy forward output dest target recipient'
const IDS = SENT.split(' ').flatMap((word) => [`${word}_id`, `${word}_ids`, `${word}_user_id`])

const VALUES: readonly JsonValue[] = ['x', 4, ['x'], { a: 'x' }]

describe.each(['default', 'strict'] as const)('The policy %s', (name) => {
  const decide = judge(builtinPolicy(name) ?? '')

  it('knows no argument of a read that runs, sends or writes, whatever it is called', () => {
    const names = [...BROUGHT.flatMap((word) => BESIDE.map((beside) => beside(word))), ...NAMED, ...IDS]
    const spelled = [...new Set(names.flatMap(joined))].filter((text) => !KNOWN.has(text))
    expect(spelled.length).toBeGreaterThan(1500)
    const passing = spelled.filter((argument) =>
      VALUES.some((value) => decide('get_page', { id: '4', [argument]: value }).outcome === 'allow'),
    )
    expect(passing).toEqual([])
  })
})

/** Names of the family that are what they say. */
const KNOWN: ReadonlySet<string> = new Set(['order_by', 'sort_by', 'file_type', 'file_format'])
