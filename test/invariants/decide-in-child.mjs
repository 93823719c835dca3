/* Decides some calls that locale, time zone and platform could sway, and prints digest and decisions. */
import { agentPrincipal, createEngine, loadPolicy } from '../../packages/core/src/index.ts'

const policy = loadPolicy({
  name: 'places',
  version: '1',
  rules: [
    {
      id: 'window',
      match_on: { resources: ['w*'], conditions: [{ time_window: '09:00-18:00 Europe/Istanbul' }] },
      effect: { type: 'allow' },
    },
    {
      id: 'case',
      match_on: {
        resources: ['TITLE*', 'i*'],
        conditions: [{ field: 'FILE', operator: 'equals', value: 'I' }],
      },
      effect: { type: 'allow' },
    },
    {
      id: 'path',
      match_on: { conditions: [{ field: 'path', operator: 'path_within', value: ['/srv', 'C:\\data'] }] },
      effect: { type: 'require_approval', reason: 'look' },
    },
  ],
})
const engine = createEngine([policy], { parseUrl: (text) => URL.parse(text) ?? undefined })
const calls = [
  ['w1', {}],
  ['title', { FILE: 'I' }],
  ['i', { FILE: 'I' }],
  ['i', { file: 'I' }],
  ['p', { path: '/srv/a' }],
  ['p', { path: 'c:\\data\\x' }],
  ['p', { path: '\\srv' }],
]
const decisions = [0, 6, 12, 18].flatMap((hour) =>
  calls.map(([resource, parameters]) => {
    const action = { type: 'tool_call', resource, parameters, agentId: 'a', principal: agentPrincipal('a') }
    return engine.decide(action, { nowMs: Date.UTC(2026, 6, 1, hour) }, { trace: true })
  }),
)
console.log(engine.digest, JSON.stringify(decisions))
