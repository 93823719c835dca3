import { describe, expect, test } from 'vitest'
import { conditionLine, lint, policyOfRules, ruleLine, shown } from '../linted.ts'

const policies: Readonly<Record<string, string>> = {
  'reads below one folder but no secrets': policyOfRules(
    ruleLine(
      'secrets',
      'conditions: [{ anywhere: { operator: path_matches, value: [$secret_files] } }]',
      'deny',
    ),
    ruleLine(
      'reads',
      "resources: ['read_*', 'list_*'], arguments: { only: [path] }, conditions: [{ field: path, operator: path_within, value: /srv/data, except: ['**/.git/**'] }]",
      'allow',
    ),
    ruleLine('writes', "resources: ['write_*']", 'require_approval'),
  ),
  'statements that only read': policyOfRules(
    ruleLine(
      'reads',
      "resources: [query], arguments: { only: [sql] }, conditions: [{ field: sql, operator: sql, value: { dialect: postgres, statements: [select], tables: ['app.*'] } }]",
      'allow',
    ),
  ),
  'a few commands': policyOfRules(
    ruleLine(
      'looking',
      'resources: [run], arguments: { only: [command] }, conditions: [{ field: command, operator: shell, value: { syntax: posix, programs: { ls: , pwd: } } }]',
      'allow',
    ),
    ruleLine('rest', 'resources: [run]', 'require_approval'),
  ),
  'listed hosts': policyOfRules(
    ruleLine(
      'private',
      'conditions: [{ anywhere: { operator: url_host_in, value: [$private_addresses] } }]',
      'deny',
    ),
    ruleLine(
      'listed',
      "resources: [fetch], arguments: { only: [url] }, conditions: [{ field: url, operator: url_host_in, value: ['*.corp.example', docs.example] }]",
      'allow',
    ),
  ),
  'mail to ourselves': policyOfRules(
    ruleLine(
      'mail',
      "resources: [send_email], arguments: { only: [to, cc, bcc, subject, body] }, conditions: [{ fields: [to, cc, bcc], operator: email_in, value: [corp.example, '*.corp.example'] }]",
      'allow',
    ),
    ruleLine('others', 'resources: [send_email]', 'require_approval'),
  ),
  'mail to nobody outside': policyOfRules(
    ruleLine(
      'outside',
      'resources: [send_email], conditions: [{ not: { field: to, operator: email_in, value: corp.example } }]',
      'deny',
    ),
    ruleLine('mail', 'resources: [send_email]', 'require_approval'),
  ),
  'small refunds in two currencies': policyOfRules(
    ruleLine(
      'small',
      "resources: [create_refund], arguments: { only: [amount, currency] }, conditions: [{ field: amount, operator: money, value: { at_most: '100.00', at_least: 1, currency: [EUR, USD], currency_field: currency, unit: minor } }]",
      'allow',
    ),
    ruleLine(
      'larger',
      'resources: [create_refund], conditions: [{ field: amount, operator: money, value: { more_than: 1000, currency: EUR, unit: minor } }]',
      'deny',
    ),
    ruleLine('other', 'resources: [create_refund]', 'require_approval'),
  ),
  'words of names': policyOfRules(
    ruleLine('secrets', "resources: ['SECRET_*'], ignore_case: true", 'deny'),
    ruleLine('drops', "resources: ['db_*'], words: [drop, truncate]", 'deny'),
    ruleLine('drops-anywhere', 'words: [drop, delete]', 'require_approval'),
    ruleLine('reads', 'resources: [db_read]', 'allow'),
  ),
  'no secrets to anybody': policyOfRules(
    ruleLine('secrets', 'conditions: [{ anywhere: { operator: contains_secret } }]', 'deny'),
    ruleLine('search', 'resources: [web_search]', 'allow'),
  ),
  'office hours': policyOfRules(
    ruleLine(
      'hours',
      "resources: [deploy], conditions: [{ time_window: { hours: '09:00-18:00', days: [mon-fri], zone: Europe/Berlin } }]",
      'allow',
    ),
    ruleLine('else', 'resources: [deploy]', 'require_approval'),
  ),
  'amounts, by who acts': policyOfRules(
    ruleLine(
      'small',
      'resources: [refund], principals: { roles: [support] }, arguments: { only: [amount, order] }, conditions: [{ field: amount, operator: at_least, value: 0 }, { field: amount, operator: at_most, value: 100 }]',
      'allow',
    ),
    ruleLine('large', 'resources: [refund], principals: { roles: [support] }', 'require_approval'),
  ),
  'everything but three tools': policyOfRules(
    ruleLine('not-these', 'resources: [delete_all, drop_table, send_mail]', 'deny'),
    '{ id: the-rest, effect: { type: allow } }',
  ),
  'one server': policyOfRules(ruleLine('memory', "resources: ['*'], servers: [memory]", 'allow')),
  'exact values': policyOfRules(
    ruleLine(
      'action',
      'resources: [usergroups], arguments: { only: [action] }, conditions: [{ field: action, operator: one_of, value: [list, get] }]',
      'allow',
    ),
  ),
  'the seed of 0.1': policyOfRules(
    ruleLine('allow-reads', "resources: ['read_*']", 'allow'),
    ruleLine('deny-destructive', "resources: ['delete_*', 'drop_*']", 'deny'),
    ruleLine('approve-writes', "resources: ['write_*']", 'require_approval'),
  ),
  "ApproveKit's":
    'default_timeout: 60\nrules: [{ tool: prod_write, require_approval: true }, { tool: read_record, auto_approve: true }, { tool: "*", require_approval: true }]',
  "Kavach's":
    'policies: [{ name: p, effect: permit, conditions: [{ identity_kind: agent }, { action: "issue_*" }, { param_max: { field: amount, max: 5000.0 } }, { param_in: { field: currency, values: [EUR, USD] } }] }]',
}

describe('a policy that says what it means is not warned of:', () => {
  test.each(Object.entries(policies))('%s', (_, text) => {
    expect(shown(lint(text))).toEqual([])
  })

  test.each([
    '{ field: url, operator: in_domain, value: ["*.corp.example"] }',
    '{ field: path, operator: path_matches, value: ["**/*.pem", "!**/public.pem"] }',
    '{ field: text, operator: matches, value: "(?i)(password|secret)" }',
    '{ field: body, operator: contains, value: "<script" }',
    '{ field: count, operator: greater_than, value: 10 }',
    '{ not: { field: path, operator: path_within, value: [/srv] } }',
    '{ any: [{ field: force, operator: equals, value: true }, { field: mode, operator: one_of, value: [hard] }] }',
  ])('%s in a deny rule before everything else', (condition) => {
    expect(
      shown(lint(policyOfRules(conditionLine(condition), '{ id: rest, effect: { type: allow } }'))),
    ).toEqual([])
  })
})
