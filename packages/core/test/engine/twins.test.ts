import { agentPrincipal, createEngine, loadPolicy } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { describe, expect, test } from 'vitest'

const engine = (condition: object, type = 'deny') =>
  createEngine(
    [
      loadPolicy({
        name: 'twins',
        version: '1',
        rules: [
          {
            id: 'rule',
            match_on: condition,
            effect: { type, ...(type === 'allow' ? {} : { reason: 'no' }) },
          },
          {
            id: 'rest',
            effect: {
              type: type === 'deny' ? 'allow' : 'deny',
              ...(type === 'deny' ? {} : { reason: 'no' }),
            },
          },
        ],
      }),
    ],
    { parseUrl: (text) => URL.parse(text) ?? undefined },
  )

const decide = (condition: object, parameters: JsonObject, type?: string) => {
  const action = {
    type: 'tool_call',
    resource: 'tool',
    parameters,
    agentId: 'a',
    principal: agentPrincipal('a'),
  } as const
  return engine(condition, type).decide(action, { nowMs: 0 })
}

const field = (name: string) => ({ conditions: [{ field: name, operator: 'starts_with', value: '/etc' }] })

describe('a key that some reader may take for one that a rule reads', () => {
  test.each(['Path', 'PATH', 'pa\u00adth', '\uff50ath', 'pat\u{1d4bd}'])(
    'makes the condition an error: %j',
    (key) => {
      for (const condition of [field('path'), { parameters: { path: '^/etc' } }]) {
        const alone = decide(condition, { [key]: '/etc/passwd' })
        expect(alone).toMatchObject({ outcome: 'deny', ruleId: 'rule' })
        expect(alone.error).toContain('only in case or Unicode form')
        expect(decide(condition, { path: '/srv', [key]: '/etc/passwd' })).toMatchObject({
          outcome: 'deny',
          ruleId: 'rule',
        })
        expect(decide(condition, { path: '/etc', [key]: '/etc' }, 'allow')).toMatchObject({ ruleId: 'rest' })
      }
    },
  )

  const DRESSES: readonly ((name: string) => string)[] = [
    (name) => `${name} `,
    (name) => ` ${name}`,
    (name) => `\t${name}\n`,
    (name) => `${name}\u00a0`,
    (name) => `${name}\u200b`,
    (name) => `\ufeff${name}`,
    (name) => `"${name}"`,
    (name) => `'${name}'`,
    (name) => ` "${name}" `,
    (name) => `${name}[]`,
    (name) => `${name}[0]`,
    (name) => `${name}[0][]`,
    (name) => `${name}.`,
    (name) => `${name}\0`,
    (name) => `${name}\0.txt`,
    (name) => `${name.toUpperCase()} `,
  ]

  test('what stands around a name, as forms, lists and quotes have it, makes it an error too', () => {
    for (const dress of DRESSES)
      for (const condition of [
        field('path'),
        { conditions: [{ field: 'path', operator: 'equals', value: '/etc' }] },
        { conditions: [{ field: 'path', operator: 'one_of', value: ['/etc'] }] },
        { parameters: { path: '^/etc' } },
      ]) {
        const key = dress('path')
        expect(decide(condition, { [key]: '/etc' }), key).toMatchObject({ outcome: 'deny', ruleId: 'rule' })
        expect(decide(condition, { path: '/srv', [key]: '/etc' }), key).toMatchObject({ ruleId: 'rule' })
        expect(decide(condition, { path: '/etc', [key]: '/etc' }, 'allow'), key).toMatchObject({
          ruleId: 'rest',
        })
      }
    for (const dress of DRESSES)
      expect(decide(field('file.path'), { file: { [dress('path')]: '/etc' } }), dress('path')).toMatchObject({
        ruleId: 'rule',
      })
  })

  test.each([
    'paths',
    'path_',
    'path-x',
    'path[x]',
    'path.x',
    'xpath',
    '$path',
    'path()',
    'my path',
    '[path]',
    'path[0].x',
  ])('no other name does: %s', (key) => {
    expect(decide(field('path'), { [key]: '/etc' })).toMatchObject({ outcome: 'allow', ruleId: 'rest' })
    expect(decide(field('path'), { path: '/etc', [key]: '/srv' }, 'allow')).toMatchObject({ ruleId: 'rule' })
  })

  test('a path as one key is no twin of the first name in it', () => {
    expect(decide(field('path[0]'), { 'path[0]': '/srv' })).toMatchObject({ ruleId: 'rest' })
    expect(decide(field('path[0]'), { 'path[0]': '/etc' })).toMatchObject({ ruleId: 'rule' })
    expect(decide(field('path[0]'), { 'path[0]': '/etc' }, 'allow')).toMatchObject({ ruleId: 'rule' })
  })

  test('makes it an error at every depth of the path, and for the path as one key', () => {
    for (const parameters of [
      { Options: { force: '/etc' } },
      { options: { Force: '/etc' } },
      { 'Options.force': '/etc' },
      { options: { force: '/srv' }, 'options.FORCE': '/etc' },
    ]) {
      expect(decide(field('options.force'), parameters)).toMatchObject({ outcome: 'deny', ruleId: 'rule' })
    }
    expect(decide(field('files[*].path'), { files: [{ Path: '/etc' }] })).toMatchObject({ ruleId: 'rule' })
  })

  test('is no look-alike of another script, no longer or shorter key, and no key elsewhere', () => {
    for (const key of ['p\u0430th', 'paths', 'pat', 'path_', 'bath', '']) {
      expect(decide(field('path'), { [key]: '/etc/passwd' })).toMatchObject({
        outcome: 'allow',
        ruleId: 'rest',
      })
    }
    expect(decide(field('path'), { other: { Path: '/etc' } })).toMatchObject({ outcome: 'allow' })
  })
})
