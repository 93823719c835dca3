import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEngine, loadPolicy, parseGlob, type Policy, type PolicyFiles } from '@kvlar/core'
import { platformUrl } from '../random-policies.ts'
import { call, NOW } from '../rule-builders.ts'

interface Written {
  readonly id: string
  readonly effect?: 'allow' | 'deny' | 'require_approval'
  readonly priority?: number
  readonly match?: string
}

function file(name: string, bases: readonly string[], rules: readonly Written[]): string {
  const lines = rules.map(
    ({ id, effect = 'deny', priority, match = '{}' }) =>
      `  - {id: ${id}, ${priority === undefined ? '' : `priority: ${priority}, `}match_on: ${match}, effect: {type: ${effect}, reason: r}}\n`,
  )
  return `name: ${name}\nextends: ${JSON.stringify(bases)}\nrules:${lines.length === 0 ? ' []' : `\n${lines.join('')}`}`
}

function load(text: string, bases: Readonly<Record<string, string>> = {}): Policy {
  const files: PolicyFiles = {
    read: (path) => bases[path],
    builtin: () => undefined,
    resolve: (_from, ref) => ref,
  }
  return loadPolicy({ file: 'main', text }, files)
}

const engineOf = (...policies: Policy[]) => createEngine(policies, { parseUrl: platformUrl })
const ids = (policy: Policy) => policy.rules.map(({ id }) => id)
const warnings = (policy: Policy) => policy.warnings.map(({ code, message }) => `${code} ${message}`)

describe('the order in which rules are asked', () => {
  test('an inherited rule never comes before an own one, whatever its priority', () => {
    const base = file('base', [], [{ id: 'base-allow', effect: 'allow', priority: 1 }])
    const policy = load(file('main', ['base'], [{ id: 'own-deny' }]), { base })
    expect(ids(policy)).toEqual(['own-deny', 'base-allow'])
    expect(engineOf(policy).decide(call('x'), NOW).ruleId).toBe('own-deny')
  })

  test('the policies given first are asked first, whatever the priorities of the later ones', () => {
    const first = load(file('one', [], [{ id: 'deny-all' }]))
    const second = load(file('two', [], [{ id: 'allow-all', effect: 'allow', priority: 0 }]))
    expect(engineOf(first, second).decide(call('x'), NOW).ruleId).toBe('deny-all')
    expect(engineOf(second, first).decide(call('x'), NOW).ruleId).toBe('allow-all')
    expect(
      engineOf(first, second)
        .decide(call('x'), NOW, { trace: true })
        .trace?.map(({ ruleId }) => ruleId),
    ).toEqual(['deny-all', 'allow-all'])
  })

  test('priority orders the rules of one file, and the order of the file breaks ties', () => {
    const priorities = fc.array(fc.option(fc.constantFrom(0, 1, 99, 100, 101), { nil: undefined }), {
      maxLength: 6,
    })
    const written = (name: string, list: readonly (number | undefined)[]): readonly Written[] =>
      list.map((priority, at) => ({ id: `${name}${at}`, ...(priority !== undefined && { priority }) }))
    const expected = (rules: readonly Written[]) =>
      [0, 1, 99, 100, 101].flatMap((priority) =>
        rules.filter((rule) => (rule.priority ?? 100) === priority).map(({ id }) => id),
      )
    fc.assert(
      fc.property(fc.tuple(priorities, priorities, priorities), (lists) => {
        const [main, a, b] = ['m', 'a', 'b'].map((name, at) => written(name, lists[at] ?? []))
        const bases = { a: file('a', ['b'], a ?? []), b: file('b', [], b ?? []) }
        const policy = load(file('main', ['a', 'b'], main ?? []), bases)
        expect(ids(policy)).toEqual([main, a, b].flatMap((rules) => expected(rules ?? [])))
      }),
    )
  })
})

describe('an own allow rule before an inherited one that stops', () => {
  const base = file(
    'base',
    [],
    [
      { id: 'no-secrets', match: '{resources: [read_secret*, "*_key"]}' },
      { id: 'ask-writes', effect: 'require_approval', match: '{resources: [write_*]}' },
      { id: 'rest' },
    ],
  )
  const warned = (rules: readonly Written[]) => warnings(load(file('main', ['base'], rules), { base }))

  test('is warned of, with a call that is allowed now', () => {
    expect(warned([{ id: 'reads', effect: 'allow', match: '{resources: ["read_*"]}' }])).toEqual([
      'POLICY_DENY_BEHIND_ALLOW `reads` is asked before `no-secrets`, inherited from base: a call of `read_secret` that both match is allowed, where the other would deny it',
    ])
    expect(warned([{ id: 'all', effect: 'allow', match: '{resources: ["*"]}' }])).toEqual([
      'POLICY_DENY_BEHIND_ALLOW `all` is asked before `no-secrets`, inherited from base: a call of `read_secret` that both match is allowed, where the other would deny it; inherited rules that stand behind it so: 2',
    ])
    expect(warned([{ id: 'writes', effect: 'allow', match: '{resources: ["w*e_?", x]}' }])).toEqual([
      'POLICY_DENY_BEHIND_ALLOW `writes` is asked before `ask-writes`, inherited from base: a call of `write_x` that both match is allowed, where the other would ask about it',
    ])
  })

  test('is not warned of where the two never meet, or an own rule stops the call before', () => {
    expect(warned([{ id: 'lists', effect: 'allow', match: '{resources: ["list_?"]}' }])).toEqual([])
    expect(warned([{ id: 'reads', effect: 'deny', match: '{resources: ["read_*"]}' }])).toEqual([])
    expect(
      warned([{ id: 'types', effect: 'allow', match: '{action_types: [sampling], resources: ["read_*"]}' }]),
    ).toEqual([])
    expect(
      warned([
        { id: 'no', match: '{resources: ["*secret*", "*_key"]}' },
        { id: 'reads', effect: 'allow', match: '{resources: ["read_*"]}' },
      ]),
    ).toEqual([])
  })

  test('is warned of for a rule that stops everything only where that asks to come first', () => {
    const stop = (priority: number) => ({ base: file('base', [], [{ id: 'freeze', priority }]) })
    const main = file('main', ['base'], [{ id: 'reads', effect: 'allow', match: '{resources: ["read_*"]}' }])
    expect(warnings(load(main, stop(100)))).toEqual([])
    expect(warnings(load(main, stop(1)))).toEqual([expect.stringContaining('a call of `read_` that both')])
  })

  test('shows a name that both rules match, and none where there is none', () => {
    const part = fc.constantFrom('*', '?', 'a', 'b', '[ab]', '[!a]', '_')
    const glob = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
    const names = ['a', 'b', '_', 'x'].flatMap((one) =>
      ['', 'a', 'b', '_', 'x'].flatMap((two) => ['', 'a', 'b', '_', 'x'].map((three) => one + two + three)),
    )
    const matches = (text: string, name: string) => {
      const parsed = parseGlob(text)
      return parsed.ok && parsed.glob.test(name)
    }
    let met = 0
    fc.assert(
      fc.property(glob, glob, (allow, deny) => {
        const bases = {
          base: file('base', [], [{ id: 'd', match: `{resources: ['${deny}'], servers: [s]}` }]),
        }
        const main = file(
          'main',
          ['base'],
          [{ id: 'a', effect: 'allow', match: `{resources: ['${allow}']}` }],
        )
        const shown = /a call of `(.*?)` that both/.exec(warnings(load(main, bases)).join())?.[1]
        if (shown === undefined) {
          expect(names.filter((name) => matches(allow, name) && matches(deny, name))).toEqual([])
        } else {
          met += 1
          expect([matches(allow, shown), matches(deny, shown)]).toEqual([true, true])
        }
      }),
      { numRuns: 500 },
    )
    expect(met).toBeGreaterThan(100)
  })
})
