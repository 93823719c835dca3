import type { JsonObject } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { ordinaryCalls } from '../ordinary-calls.ts'
import { pinnedTools } from '../pinned-tools.ts'
import {
  lookAlikes,
  PRIVATE_URLS,
  replacingTexts,
  RIDER_VALUES,
  RIDERS,
  SECRET_TEXTS,
  WORK_TOOLS,
} from './work-tools.ts'

/** Where these tools take an address that somebody fetches, or puts before people to open. */
const ADDRESSES: Readonly<
  Record<string, readonly (readonly [tool: string, place: (url: string) => JsonObject])[]>
> = {
  calendar: [
    ['create-event', (url) => ({ summary: 'a', attachments: [{ fileUrl: url }] })],
    ['create-event', (url) => ({ summary: 'a', source: { url, title: 'b' } })],
    ['update-event', (url) => ({ eventId: '1', attachments: [{ fileUrl: url, title: 'b' }] })],
    ['create-events', (url) => ({ events: [{ summary: 'a', attachments: [{ fileUrl: url }] }] })],
    ['manage_event', (url) => ({ action: 'create', conference_uri: url })],
  ],
  email: [
    ['send_gmail_message', (url) => ({ to: 'ana@corp.example', attachments: [{ url }] })],
    ['draft_gmail_message', (url) => ({ subject: 'a', attachments: [{ url, filename: 'b.pdf' }] })],
  ],
  jira: [
    ['jira_create_remote_issue_link', (url) => ({ issue_key: 'A-1', url, title: 'b' })],
    [
      'jira_create_remote_issue_link',
      (url) => ({ issue_key: 'A-1', url: 'https://example.com/', title: 'b', icon_url: url }),
    ],
  ],
  linear: [
    ['create_attachment', (url) => ({ issue: 'A-1', url })],
    ['linear_addAttachment', (url) => ({ issueId: '1', title: 'b', url })],
    [
      'linear_addAttachment',
      (url) => ({ issueId: '1', title: 'b', url: 'https://example.com/', iconUrl: url }),
    ],
  ],
  notion: [
    ['API-patch-page', (url) => ({ page_id: '1', cover: { external: { url } } })],
    ['API-patch-block-children', (url) => ({ block_id: '1', children: [{ embed: { url } }] })],
    ['notion-fetch', (url) => ({ id: url })],
  ],
}

const ORDINARY = new Map(ordinaryCalls())

describe.each(WORK_TOOLS)('The policy %s', (name) => {
  const decide = judge(builtinPolicy(name) ?? '')
  const calls = ORDINARY.get(name) ?? []
  const passing = calls.filter((call) => decide(call.tool, call.arguments).outcome === 'allow')

  it('allows no argument that the servers do not publish, beside a read that passes', () => {
    const tried = passing.flatMap((call) =>
      RIDERS.filter((rider) => !Object.hasOwn(call.arguments, rider)).flatMap((rider) =>
        // A plain assignment would set the prototype.
        RIDER_VALUES.map(
          (value) =>
            [call.tool, Object.fromEntries([...Object.entries(call.arguments), [rider, value]])] as const,
        ),
      ),
    )
    expect(tried.length).toBeGreaterThan(200)
    expect(tried.filter(([tool, given]) => decide(tool, given).outcome === 'allow')).toEqual([])
  })

  it('denies a secret in every coding, in the place of every text of every ordinary call', () => {
    const tried = calls.flatMap((call) =>
      SECRET_TEXTS.flatMap((text) =>
        replacingTexts(call.arguments, text).map((given) => [call.tool, given] as const),
      ),
    )
    expect(tried.length).toBeGreaterThan(200)
    expect(tried.filter(([tool, given]) => decide(tool, given).outcome !== 'deny')).toEqual([])
  })

  it('allows no name that only looks like a tool', () => {
    const tools = new Set(pinnedTools().flatMap((pin) => (pin.policy === name ? pin.tools : [])))
    const tried = [...tools].flatMap(lookAlikes).filter((tool) => !tools.has(tool))
    expect(tried.length).toBeGreaterThan(200)
    expect(tried.filter((tool) => decide(tool, {}).outcome === 'allow')).toEqual([])
  })
})

describe.each(Object.entries(ADDRESSES))('Under the policy %s, an address', (name, places) => {
  it('in a private network is denied in every spelling and place', () => {
    const decide = judge(builtinPolicy(name) ?? '')
    const tried = places.flatMap(([tool, place]) =>
      PRIVATE_URLS.map((url) => [tool, place(url), url] as const),
    )
    expect(tried.length).toBeGreaterThan(200)
    expect(
      tried
        .filter(([tool, given]) => decide(tool, given).outcome !== 'deny')
        .map(([tool, , url]) => [tool, url]),
    ).toEqual([])
  })

  it('of the public network is not denied in the same places', () => {
    const decide = judge(builtinPolicy(name) ?? '')
    const outcomes = places.map(([tool, place]) => decide(tool, place('https://example.com/a?b=c')).outcome)
    expect(outcomes).not.toContain('deny')
  })
})
