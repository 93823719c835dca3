import type { JsonObject } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { INSIDE_ADDRESSES, OTHER_ADDRESSES } from './families/address.ts'

/** The tools of one policy that go to an address. */
const GOING = {
  fetch: ['fetch', 'fetch_html'],
  playwright: ['browser_navigate', 'browser_tabs'],
  'browser-use': ['navigate_page', 'new_page', 'browser_navigate', 'puppeteer_navigate'],
} as const

/** Where an address can stand in a call of a tool that says that it reads. */
const PLACES: readonly ((address: string) => JsonObject)[] = [
  (url) => ({ url }),
  (link) => ({ id: '4', link }),
  (callback_url) => ({ id: '4', callback_url }),
  (query) => ({ query }),
  (name) => ({ name }),
  (href) => ({ options: { sources: [{ href }] } }),
  (address) => ({ filter: { from: [address] } }),
]

const ADDRESSES = [...INSIDE_ADDRESSES, ...OTHER_ADDRESSES]

/** Those whose host is a plain number, so that there is no doubt. */
const CERTAIN = INSIDE_ADDRESSES.filter((url) =>
  /^https?:\/\/(?:[0-9.]+|\[[0-9a-f:.]+\])(?:[:/]|$)/.test(url),
)

it('There are many spellings, and they are different', () => {
  expect(new Set(INSIDE_ADDRESSES).size).toBeGreaterThan(1000)
})

describe.each(['fetch', 'playwright', 'browser-use'] as const)('The policy %s', (name) => {
  const decide = judge(builtinPolicy(name) ?? '')

  it('opens no address inside a network, in whatever notation', () => {
    const slipped = GOING[name].flatMap((tool) =>
      ADDRESSES.filter((url) => decide(tool, { url, action: 'new' }).outcome === 'allow').map((url) => [
        tool,
        url,
      ]),
    )
    expect(slipped).toEqual([])
  })

  it('denies every address that is certainly inside a network', () => {
    // About the machine of the browser itself a person is asked, who may be writing an application.
    const other = CERTAIN.filter((url) => name === 'fetch' || !url.includes('127.0.0.1'))
    expect(other.length).toBeGreaterThan(100)
    const tool = GOING[name][0]
    expect(other.filter((url) => decide(tool, { url }).outcome !== 'deny')).toEqual([])
  })
})

describe.each(['default', 'strict'] as const)('The policy %s', (name) => {
  const decide = judge(builtinPolicy(name) ?? '')

  it('denies every address that is certainly inside a network, whatever the argument is called', () => {
    const missed = PLACES.flatMap((place) =>
      CERTAIN.map(place).filter((call) => decide('get_page', call).outcome !== 'deny'),
    )
    expect(missed).toEqual([])
  })

  it('lets no reading tool have an address inside a network, whatever the argument is called', () => {
    const slipped = PLACES.flatMap((place) =>
      ADDRESSES.map(place).filter((call) => decide('get_page', call).outcome === 'allow'),
    )
    expect(slipped).toEqual([])
  })
})
