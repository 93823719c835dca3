import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOOK_COMMANDS, proxyCommand, typedEvaluate } from './commands.ts'
import { evaluated } from './evaluated.ts'
import { PROXY } from './proxied.ts'
import { Taking } from './taking.ts'
import { EVERY_DECISION, stillTrials, writeTrial, type Trial } from './trials.ts'

const PROXY_COMMAND = proxyCommand(PROXY, { agentId: 'bot', server: 'query' })

const home = mkdtempSync(join(tmpdir(), 'kvlar-commands-'))
const before = { HOME: process.env['HOME'], XDG_STATE_HOME: process.env['XDG_STATE_HOME'] }
beforeAll(() => Object.assign(process.env, { HOME: home, XDG_STATE_HOME: join(home, 'state') }))
afterAll(() => {
  Object.assign(process.env, before)
  rmSync(home, { recursive: true, force: true })
})

/** Puts every call to the proxy, and to as many hooks, each of them in turn. */
async function run(trial: Trial, hooksEach: number): Promise<void> {
  const given = writeTrial(trial, home)
  const proxy = await Taking.open(PROXY_COMMAND, given)
  const hooks = await Promise.all(HOOK_COMMANDS.map((surface) => Taking.open(surface, given)))
  try {
    for (const [index, { action }] of trial.calls.entries()) {
      if (index < 2)
        expect(await typedEvaluate(given, action)).toEqual(
          await evaluated(given.files, action, { earlier: [] }),
        )
      await proxy.take(action)
      const first = (index * hooksEach) % hooks.length
      for (const hook of [...hooks, ...hooks].slice(first, first + hooksEach)) await hook.take(action)
    }
  } finally {
    await proxy.close()
  }
}

test('the built command decides as it does within this process', { timeout: 1_800_000 }, async () => {
  await run(EVERY_DECISION, 3)
  await fc.assert(
    fc.asyncProperty(stillTrials, async (trial) => run(trial, 2)),
    { numRuns: 2, endOnFailure: true },
  )
})
