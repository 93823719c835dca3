import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'
import { ordinaryCalls } from './ordinary-calls.ts'

/** Tools whose ordinary calls wait for a person, as the page of the policy says. Every other tool of it passes. */
const ASKED: Readonly<Record<string, RegExp>> = {
  filesystem: /^(?:write_file|edit_file|create_directory|move_file)$/,
  git: /^git_(?:add|commit|create_branch|checkout)$/,
  sqlite: /^(?:write_query|create_table)$/,
  mysql: /^get_table_sample$/,
}

describe.each(ordinaryCalls())('The policy %s', (policy, calls) => {
  const decide = judge(builtinPolicy(policy) ?? '')

  it('denies no ordinary call', () => {
    expect(calls.length).toBeGreaterThanOrEqual(30)
    const denied = calls.filter((call) => decide(call.tool, call.arguments).outcome === 'deny')
    expect(denied).toEqual([])
  })

  it('asks only about changes', () => {
    const held = calls.filter((call) => decide(call.tool, call.arguments).outcome === 'require_approval')
    const isAsked = ({ tool, arguments: { sql } }: (typeof calls)[number]): boolean =>
      ASKED[policy]?.test(tool) === true ||
      (typeof sql === 'string' && /^(?:INSERT|UPDATE|DELETE|CREATE) /.test(sql))
    expect(held.filter((call) => !isAsked(call))).toEqual([])
  })
})
