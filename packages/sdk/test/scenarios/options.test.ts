import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Gate, type ActionInput, type GateOptions } from '@kvlar/sdk/gate'
import { afterAll, describe, expect, test } from 'vitest'
import { refund, said } from '../gate/gates.ts'

/* The same options and the same bounds, whatever a policy is read from. */

const folder = mkdtempSync(join(tmpdir(), 'kvlar-options-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Rule {
  readonly name: string
  readonly effect: string
  readonly conditions: readonly object[]
}

const toml = (rules: readonly Rule[]): string =>
  rules
    .map(
      ({ name, effect, conditions }) =>
        `[[policy]]\nname = "${name}"\neffect = "${effect}"\nconditions = [${conditions.map(inline).join(', ')}]\n`,
    )
    .join('')

function inline(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, item]) => `${key} = ${inline(item)}`)
  return `{ ${members.join(', ')} }`
}

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const LOADERS: Readonly<Record<string, (rules: readonly Rule[], options: GateOptions) => Gate>> = {
  fromObject: (policies, options) => Gate.fromObject({ policies }, options),
  fromJsonString: (policies, options) => Gate.fromJsonString(JSON.stringify({ policies }), options),
  fromJsonFile: (policies, options) =>
    Gate.fromJsonFile(file('policy.json', JSON.stringify({ policies })), options),
  fromToml: (policies, options) => Gate.fromToml(toml(policies), options),
  fromFile: (policies, options) => Gate.fromFile(file('policy.toml', toml(policies)), options),
  fromYaml: (policies, options) => Gate.fromYaml(JSON.stringify({ policies }), options),
}

const permit = (...conditions: readonly object[]): readonly Rule[] => [
  { name: 'refunds', effect: 'permit', conditions: [{ action: 'issue_refund' }, ...conditions] },
]

describe.each(Object.entries(LOADERS))('C23: a gate by %s', (_name, load) => {
  const come = async (gate: Gate, ...inputs: readonly ActionInput[]): Promise<string[]> => {
    const verdicts: string[] = []
    for (const input of inputs) verdicts.push(said(await gate.evaluate(input)))
    return verdicts
  }
  const violated = 'refuse invariants INVARIANT_VIOLATION'

  test('C23: holds its invariants over the policy', async () => {
    const gate = load(permit(), { invariants: [{ name: 'cap', field: 'amount', maxValue: 100 }] })
    expect(await come(gate, refund(100), refund(101))).toEqual(['permit', violated])
  })

  test('C23: bounds the actions of a session', async () => {
    const gate = load(permit(), { maxSessionActions: 1 })
    const once = refund(1, { sessionId: 's' })
    expect(await come(gate, once, once)).toEqual(['permit', violated])
  })

  test('C23: looks for drift unless it is told not to', async () => {
    const moved = refund(1, { originGeo: { countryCode: 'IN' }, currentGeo: { countryCode: 'US' } })
    expect(await come(load(permit(), {}), moved)).toEqual(['invalidate drift DRIFT_DETECTED'])
    expect(await come(load(permit(), { enableDrift: false }), moved)).toEqual(['permit'])
  })

  test('C23: observes where it is told to', async () => {
    const gate = load(permit(), { observeOnly: true })
    expect(await gate.evaluate(refund(1, { actionName: 'drop' }))).toMatchObject({
      kind: 'permit',
      code: 'KVLAR_OBSERVED',
    })
  })

  test('C23: takes a bound of 0 for one, and a limit of none for none', async () => {
    const capped = load(permit({ param_max: { field: 'amount', max: 0 } }), {})
    expect(await come(capped, refund(0), refund(-1), refund(1))).toEqual([
      'permit',
      'permit',
      'refuse policy POLICY_DEFAULT_DENY',
    ])
    const limited = load(permit({ rate_limit: { max: 0, window: '1h' } }), {})
    expect(await come(limited, refund(1))).toEqual(['refuse policy RATE_LIMIT_EXCEEDED'])
  })

  test('C23: is not made with an option that there is not', () => {
    expect(() => load(permit(), { rateLimit: 5 } as GateOptions)).toThrow(/not an option/)
  })
})
