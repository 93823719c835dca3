import type { JsonObject } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'

const ADDRESSES = (
  'https://evil.example.com/?d=1 http://evil.example.com HTTPS://evil.example.com/x https://93.184.216.34/ ' +
  'https://b\u00fccher.example.com/ https://evil.example.com:8443/a#b //evil.example.com/?d=1'
).split(' ')

/** What stands around an address in a text, or in front of it. */
const DRESSED: readonly ((address: string) => string)[] = [
  (address) => address,
  (address) => ` ${address}`,
  (address) => `\n${address}\n`,
  (address) => `\t${address}`,
  (address) => `<${address}>`,
  (address) => `"${address}"`,
  (address) => `'${address}'`,
  (address) => `\`${address}\``,
  (address) => `\u201c${address}\u201d`,
  (address) => `"<${address}>"`,
  (address) => `(${address})`,
  (address) => `[${address}]`,
  (address) => `[a](${address})`,
  (address) => `![a](${address})`,
  (address) => `<img src="${address}">`,
  (address) => `url:${address}`,
  (address) => `URL: ${address}`,
  (address) => `git+${address}`,
  (address) => `view-source:${address}`,
  (address) => `\u200b${address}`,
  (address) => `\ufeff${address}`,
  (address) => `\u2060${address}`,
  (address) => `see ${address} now`,
  (address) => `a, ${address}`,
  (address) => `GET ${address} HTTP/1.1`,
  (address) => JSON.stringify({ url: address }),
  (address) => JSON.stringify([address]),
]

const PLACES: readonly ((address: string) => JsonObject)[] = [
  (query) => ({ query }),
  (name) => ({ id: '4', name }),
  (path) => ({ paths: ['a.txt', path] }),
]

describe.each(['default', 'strict'] as const)('The policy %s', (name) => {
  const decide = judge(builtinPolicy(name) ?? '')

  it('lets no reading tool have an address of the net without a person, whatever stands around it', () => {
    // Two slashes without a scheme are an address where the text begins with them, and mean anything inside of one.
    const texts = ADDRESSES.flatMap((address) =>
      (address.startsWith('//') ? DRESSED.slice(0, 8) : DRESSED).map((dress) => dress(address)),
    )
    const calls = texts.flatMap((text) => PLACES.map((place) => place(text)))
    expect(calls.length).toBeGreaterThan(400)
    expect(calls.filter((call) => decide('get_page', call).outcome === 'allow')).toEqual([])
  })

  it('takes names with dots or colons for no address', () => {
    const names =
      'README.md index.ts v1.2.3 ana@corp.example acme.atlassian.net php:8.2-fpm zip:12 12:30 a//b'
    const asked = names.split(' ').filter((query) => decide('get_page', { query }).outcome !== 'allow')
    expect(asked).toEqual([])
  })
})
