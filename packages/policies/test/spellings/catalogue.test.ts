import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { lookAlikes } from './look-alikes.ts'
import { withRiders } from './riders.ts'

const sentry = judge(builtinPolicy('sentry') ?? '')
const run = (parameters: JsonObject) => sentry('execute_sentry_tool', parameters).outcome

const READS =
  'get_doc find_teams get_issue_details get_trace_details find_releases get_event_attachment'.split(' ')
/** What a catalogue could have, or get: none of it is known to the policy. */
const UNKNOWN = (
  'delete_uptime_monitor remove_team_from_project delete_project delete_issue delete_team transfer_project ' +
  'create_api_token rotate_token update_organization invite_member set_integration execute_sentry_tool run_query'
).split(' ')

const spelled = (name: string): readonly JsonValue[] => [
  name,
  ...lookAlikes(name),
  [name],
  ['get_doc', name],
  { name },
  `get_doc,${name}`,
  `get_doc\n${name}`,
  `"${name}"`,
]

describe('A tool of the Sentry catalogue', () => {
  it('that is not known is denied, however its name is spelled', () => {
    const names = UNKNOWN.flatMap(spelled)
    expect(names.length).toBeGreaterThan(200)
    expect(names.filter((name) => run({ name }) !== 'deny')).toEqual([])
  })

  it('that is known passes under its own name only', () => {
    const names = READS.flatMap((name) => spelled(name).slice(1))
    expect(names.length).toBeGreaterThan(150)
    expect(names.filter((name) => run({ name }) !== 'deny')).toEqual([])
    expect(READS.filter((name) => run({ name }) !== 'allow')).toEqual([])
  })

  it('takes no argument that it does not publish', () => {
    const calls = READS.flatMap((name) =>
      withRiders({ organizationSlug: 'acme' }).flatMap((riders) => [
        { name, arguments: riders },
        { name, arguments: [riders] },
      ]),
    )
    expect(calls.length).toBeGreaterThan(200)
    expect(calls.filter((call) => run(call) === 'allow')).toEqual([])
  })
})

describe('The token of Sentry', () => {
  it('goes to no other host, however the address is written', () => {
    const hosts = [
      'https://evil.example',
      'https://sentry.io.evil.example',
      'https://sentry.io@evil.example',
      'https://evil.example#sentry.io',
      'https://evil.example/?sentry.io',
      'https://evil.example\\@sentry.io',
      'https://evil-sentry.io',
      'https://xsentry.io',
      'http://169.254.169.254',
      'http://localhost',
      'http://2130706433',
      'https://sentry\u3002io.evil.example',
      'https://\u0455entry.io',
      'https://sentry.io\t.evil.example',
      'https://sentry.io:pw@evil.example',
      '//sentry.io',
      'sentry.io',
      'sentry.io/../evil',
      'ftp://sentry.io',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'https:sentry.io',
      ' https://evil.example',
      'https://[::1]',
      'https://sentry.io%2eevil.example',
      'https://sentry%2eio',
    ]
    const values = hosts.flatMap((host): readonly JsonValue[] => [
      host,
      [host],
      { url: host },
      `${host}/api/0/`,
    ])
    const fields = ['regionUrl', 'issueUrl', 'profileUrl', 'replayUrl']
    const calls = values.flatMap((value) =>
      fields.flatMap((field) => [
        ['search_issues', { organizationSlug: 'acme', [field]: value }] as const,
        ['update_issue', { organizationSlug: 'acme', [field]: value }] as const,
        ['execute_sentry_tool', { name: 'find_teams', arguments: { [field]: value } }] as const,
        ['execute_sentry_tool', { name: 'create_dsn', arguments: { [field]: value } }] as const,
      ]),
    )
    expect(calls.length).toBeGreaterThan(200)
    expect(calls.filter(([tool, parameters]) => sentry(tool, parameters).outcome !== 'deny')).toEqual([])
  })
})
