import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { ordinaryCalls } from '../ordinary-calls.ts'
import { pinnedTools } from '../pinned-tools.ts'
import { lookAlikes } from './look-alikes.ts'
import { withArgument, withRiders } from './riders.ts'

/** Policies whose tools are services with a closed list of arguments. */
const SERVICES: ReadonlySet<string> = new Set(['aws', 'docker', 'kubernetes', 'sentry', 'stripe'])

describe.each(ordinaryCalls().filter(([policy]) => SERVICES.has(policy)))(
  'The policy %s',
  (policy, calls) => {
    const decide = judge(builtinPolicy(policy) ?? '')
    const passing = calls.filter((call) => decide(call.tool, call.arguments).outcome === 'allow')

    it('allows no argument that the server does not publish beside a call that passes', () => {
      const ridden = passing.flatMap((call) =>
        withRiders(call.arguments).map((parameters) => [call.tool, parameters] as const),
      )
      expect(ridden.length).toBeGreaterThan(200)
      expect(ridden.filter(([tool, parameters]) => decide(tool, parameters).outcome === 'allow')).toEqual([])
    })

    it('allows no tool whose name looks like one that passes', () => {
      // Two servers may have the same tool, spelled by each in its own way.
      const published = new Set(pinnedTools().flatMap((pin) => (pin.policy === policy ? pin.tools : [])))
      const alike = passing
        .flatMap((call) => lookAlikes(call.tool).map((tool) => [tool, call.arguments] as const))
        .filter(([tool]) => !published.has(tool))
      expect(alike.length).toBeGreaterThan(200)
      expect(alike.filter(([tool, parameters]) => decide(tool, parameters).outcome === 'allow')).toEqual([])
    })

    it('lets no secret leave in any argument of a call, whether it passes or asks', () => {
      const secret = 'postgres://admin:hunter2hunter2@db.acme.test/shop'
      const slipped = calls.flatMap((call) =>
        Object.keys(call.arguments)
          .map((name) => withArgument(call.arguments, name, secret))
          .filter((parameters) => decide(call.tool, parameters).outcome !== 'deny')
          .map((parameters) => [call.tool, parameters]),
      )
      expect(slipped).toEqual([])
    })
  },
)
