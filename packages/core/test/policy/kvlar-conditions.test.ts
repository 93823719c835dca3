import { describe, expect, test } from 'vitest'
import { conditionOf, placesOf, problemOf, ruleWith } from '../policy-problems.ts'

describe('conditions', () => {
  test.each([
    ['equals', 'equals'],
    ['eq', 'equals'],
    ['not_equals', 'not_equals'],
    ['neq', 'not_equals'],
    ['contains', 'contains'],
    ['starts_with', 'starts_with'],
    ['ends_with', 'ends_with'],
    ['matches', 'matches'],
  ])('the operator %s is %s', (written, operator) => {
    expect(conditionOf(`{field: a.b, operator: ${written}, value: text}`)).toMatchObject({
      kind: 'field',
      operator,
      value: 'text',
    })
  })

  test.each(['one_of', 'in', 'not_in'])('the operator %s takes a list', (operator) => {
    expect(conditionOf(`{field: a, operator: ${operator}, value: [1, x, null]}`)).toMatchObject({
      value: [1, 'x', null],
    })
    expect(
      placesOf(
        ruleWith(
          `match_on: {conditions: [{field: a, operator: ${operator}, value: x}]}\neffect: {type: allow}`,
        ),
      ),
    ).toEqual([expect.stringContaining('POLICY_WRONG_TYPE')])
  })

  test.each(['greater_than', 'less_than', 'at_least', 'at_most'])(
    'the operator %s takes a number',
    (operator) => {
      expect(conditionOf(`{field: a, operator: ${operator}, value: 1.5}`)).toMatchObject({
        operator,
        value: 1.5,
      })
      expect(
        problemOf(
          `match_on: {conditions: [{field: a, operator: ${operator}, value: "1"}]}\neffect: {type: allow}`,
        ),
      ).toContain('`value` must be a number, not text')
    },
  )

  test('exists and not_exists need no value and ignore one', () => {
    expect(conditionOf('{field: a, operator: exists}')).toMatchObject({ operator: 'exists', value: null })
    expect(conditionOf('{field: a, operator: not_exists, value: true}')).toMatchObject({
      operator: 'not_exists',
      value: null,
    })
  })

  test('paths and hosts may be one text or a list, and are checked', () => {
    expect(conditionOf('{field: a, operator: path_within, value: /srv/data}')).toMatchObject({
      value: ['/srv/data'],
    })
    expect(conditionOf('{field: a, operator: url_host_in, value: [example.com]}')).toMatchObject({
      value: ['example.com'],
    })
    expect(
      problemOf(
        'match_on: {conditions: [{field: a, operator: path_within, value: data}]}\neffect: {type: allow}',
      ),
    ).toContain('POLICY_BAD_PATH')
    expect(
      problemOf(
        'match_on: {conditions: [{field: a, operator: in_domain, value: "https://x/"}]}\neffect: {type: allow}',
      ),
    ).toContain('POLICY_BAD_HOST')
  })

  test('field paths take indexes and wildcards', () => {
    expect(conditionOf(`{field: 'files[*].parts[2].name', operator: exists}`)).toMatchObject({
      path: {
        text: 'files[*].parts[2].name',
        segments: [
          { kind: 'key', key: 'files' },
          { kind: 'wildcard' },
          { kind: 'key', key: 'parts' },
          { kind: 'index', index: 2 },
          { kind: 'key', key: 'name' },
        ],
      },
    })
  })

  test.each(['a..b', '.a', 'a.', 'a[', 'a[]', 'a[-1]', 'a[x]', '[0]', 'a]b', `${'a.'.repeat(40)}a`])(
    'the field path %s is an error',
    (path) => {
      expect(
        problemOf(`match_on: {conditions: [{field: '${path}', operator: exists}]}\neffect: {type: allow}`),
      ).toContain('POLICY_BAD_FIELD_PATH')
    },
  )

  test('all, any and not nest', () => {
    expect(
      conditionOf(`{any: [{not: {field: a, operator: exists}}, {all: [{field: b, operator: exists}]}]}`),
    ).toMatchObject({
      kind: 'any',
      of: [
        { kind: 'not', of: { kind: 'field' } },
        { kind: 'all', of: [{ kind: 'field' }] },
      ],
    })
  })

  test('conditions nested beyond the bound are refused', () => {
    const nested = `${'{not: '.repeat(40)}{field: a, operator: exists}${'}'.repeat(40)}`
    expect(problemOf(`match_on: {conditions: [${nested}]}\neffect: {type: allow}`)).toContain(
      'POLICY_TOO_LARGE',
    )
  })

  test('time and state are conditions of one key', () => {
    expect(conditionOf('{rate_limit: {max: 0, window: 30d}}')).toMatchObject({
      max: 0,
      windowMs: 2_592_000_000,
    })
    expect(conditionOf('{session_age_max: 90}')).toMatchObject({ kind: 'session_age_max', maxMs: 90_000 })
    expect(conditionOf('{time_window: "22:00-06:30 Europe/Berlin"}')).toMatchObject({
      kind: 'time_window',
      startMs: 79_200_000,
      endMs: 23_400_000,
      zone: 'Europe/Berlin',
    })
    expect(conditionOf('{time_window: "09:00-18:00", x-why: office}')).toMatchObject({ zone: 'UTC' })
  })

  test.each([
    'nonsense',
    'nope-18:00',
    '09:00-lolwut',
    '9:00-18:00',
    '24:00-06:00',
    '09:60-10:00',
    '09:00-18:00 ',
    '',
    '09:00 -18:00',
  ])('the time window "%s" is an error', (window) => {
    expect(
      problemOf(`match_on: {conditions: [{time_window: "${window}"}]}\neffect: {type: allow}`),
    ).toContain('POLICY_BAD_WINDOW')
  })

  test.each(['Not/Real', '+05:30', 'Europe/Berlin2'])('the zone %s is an error', (zone) => {
    expect(
      problemOf(`match_on: {conditions: [{time_window: "09:00-18:00 ${zone}"}]}\neffect: {type: allow}`),
    ).toContain('POLICY_BAD_ZONE')
  })

  test.each(['1h30m', '0', '0s', '-1h', '1.5h', '1w', 'h', '', '400d', '99999999999s', '1 h', '1H'])(
    'the duration "%s" is an error',
    (duration) => {
      expect(
        problemOf(`match_on: {conditions: [{session_age_max: "${duration}"}]}\neffect: {type: allow}`),
      ).toContain('POLICY_BAD_DURATION')
    },
  )

  test('a misspelt condition is an error with the one that was meant', () => {
    expect(
      problemOf('match_on: {conditions: [{rate_limt: {max: 1, window: 1h}}]}\neffect: {type: allow}'),
    ).toContain('did you mean `rate_limit`?')
    expect(
      problemOf('match_on: {conditions: [{field: a, operator: equal, value: 1}]}\neffect: {type: allow}'),
    ).toContain('did you mean `equals`?')
  })

  test('two conditions in one item are an error, because only one would count', () => {
    const problem = problemOf(
      'match_on: {conditions: [{field: a, operator: exists, session_age_max: 4h}]}\neffect: {type: allow}',
    )
    expect(problem).toContain('must be the only key of its condition')
  })
})
