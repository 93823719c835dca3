import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { agentPrincipal, readPolicy, type Action } from '@kvlar/core'
import { aim, aimedAction } from '../../../packages/core/test/random-policies.ts'
import {
  writable,
  writtenPolicies,
  type WrittenPolicy,
} from '../../../packages/core/test/written-policies.ts'
import type { Given } from './surface.ts'

/** Policies and calls that are made under them one after the other, each so many seconds after the one before. */
export interface Trial {
  readonly written: readonly WrittenPolicy[]
  readonly calls: readonly { readonly action: Action; readonly afterS: number }[]
}

/** At the change to summer time, where the windows of the generated policies lie. */
export const START_MS = Date.UTC(2026, 2, 29, 0, 59, 57)

const ACTIONS = 3
const CALLS = 5

/** What a few calls use up, with people behind it: random policies seldom say so of the same tool. */
const limits: fc.Arbitrary<WrittenPolicy> = fc
  .record({
    limit: fc.constantFrom(
      { rate_limit: { max: 1, window: '60s' } },
      { rate_limit: { max: 2, window: '1s' } },
      { count: { within: '60s', at_most: 2 } },
      { count: { within: '2s', by: ['tool'], at_most: 1 } },
      { sum: { of: 'a', within: '60s', by: 'rule', at_most: 10 } },
      { not: { seen: { match: { action_types: ['tool_call'] }, within: '60s' } } },
    ),
    resources: fc.constantFrom('*', '*', '*e*'),
    type: fc.constantFrom('deny', 'require_approval'),
  })
  .map(({ limit, resources, type }) =>
    writtenPolicy('limits', {
      name: 'limits',
      rules: [
        {
          id: 'within',
          match_on: { resources: [resources], conditions: [limit] },
          effect: { type: 'allow' },
        },
        { id: 'beyond', match_on: { resources: ['*'] }, effect: { type, reason: 'it is used up' } },
      ],
    }),
  )

function writtenPolicy(name: string, document: object): WrittenPolicy {
  const text = JSON.stringify(document)
  const read = readPolicy({ file: `${name}.yaml`, text })
  if (!read.ok) throw new Error(read.diagnostics[0]?.message)
  return { text, policy: read.policy }
}

/** Whatever can be decided, asked for by a text that every surface can carry. */
export const EVERY_DECISION: Trial = {
  written: [
    writtenPolicy('texts', {
      name: 'texts',
      rules: [
        ruleFor('allow', { type: 'allow' }),
        ruleFor('once', { type: 'allow' }, { rate_limit: { max: 1, window: '1h' } }),
        ruleFor('twice', { type: 'allow' }, { rate_limit: { max: 2, window: '1h' } }),
        ruleFor('twice', { type: 'require_approval', reason: 'it is used up' }),
        ruleFor('deny', { type: 'deny', reason: 'it says so' }),
        ruleFor('ask', { type: 'require_approval', reason: 'it says so' }),
      ],
    }),
  ],
  calls: ['allow', 'deny', 'ask', 'nothing', 'once', 'once', 'twice', 'twice', 'twice'].map(
    (word, index) => ({
      action: {
        type: 'tool_call',
        resource: `tool_${word}`,
        parameters: { text: `please ${word}`, index },
        agentId: 'bot',
        principal: agentPrincipal('bot'),
      },
      afterS: 1,
    }),
  ),
}

function ruleFor(
  word: string,
  effect: { readonly type: string; readonly reason?: string },
  ...others: readonly object[]
): object {
  const says = { anywhere: { operator: 'contains', value: `please ${word}` } }
  return { id: `${effect.type}-${word}`, match_on: { conditions: [says, ...others] }, effect }
}

export const trials: fc.Arbitrary<Trial> = fc
  .record({
    first: fc.option(limits, { freq: 2 }),
    rest: writtenPolicies,
    actions: fc.array(aimedAction, { minLength: ACTIONS, maxLength: ACTIONS }),
    calls: fc.array(
      fc.record({ which: fc.constantFrom(0, 0, 0, 1, 2), afterS: fc.constantFrom(1, 1, 2, 58) }),
      {
        minLength: CALLS,
        maxLength: CALLS,
      },
    ),
  })
  .map(({ first, rest, actions, calls }) => {
    const written = first === null ? rest : [first, ...rest]
    const policies = written.map(({ policy }) => policy)
    const aimed = actions.map((one) => asJson(aim(one, policies)))
    return {
      written,
      calls: calls.flatMap(({ which, afterS }) =>
        aimed.slice(which, which + 1).map((action) => ({ action, afterS })),
      ),
    }
  })

/** Those that come to the same at any time and however long each call takes. */
export const stillTrials: fc.Arbitrary<Trial> = trials.filter(({ written }) =>
  written.every(({ text }) => !/"(time_window|session_age_max|rate_limit|seen|count|sum)":/.test(text)),
)

/** The action as JSON says it: there is one zero, numbers are those that files have too, and whatever is named has a name. */
function asJson(action: Action): Action {
  const { resource, target, parameters } = action
  const text = JSON.stringify(parameters, (_key, value: unknown) => writable(value))
  return {
    ...action,
    resource: resource === '' ? 'x' : resource,
    ...(target === '' && { target: 'x' }),
    parameters: JSON.parse(text) as Action['parameters'],
  }
}

/** Writes the policies of a trial into a folder of their own. */
export function writeTrial({ written }: Trial, within: string): Given {
  const folder = mkdtempSync(join(within, 'trial-'))
  return {
    folder,
    startedAtMs: START_MS,
    policies: written.map(({ policy }) => policy),
    files: written.map(({ text, policy }) => {
      const file = join(folder, `${policy.name}.yaml`)
      writeFileSync(file, text)
      return file
    }),
  }
}
