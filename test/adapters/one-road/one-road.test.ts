import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { HOOKS, writeClientFiles } from './client-hooks.ts'
import { AI_SDK, ANTHROPIC, LANGCHAIN, OPENAI_AGENTS } from './frameworks.ts'
import { GATE, GUARD } from './guarded.ts'
import { CLAUDE_AGENT, COPILOT, MASTRA, STRANDS } from './heavy-frameworks.ts'
import { MCP_V1, MCP_V2 } from './mcp-servers.ts'
import { PROXY } from './proxied.ts'
import { RUNNING_GUARD } from './running.ts'
import type { Surface } from './surface.ts'
import { Taking } from './taking.ts'
import { EVERY_DECISION, START_MS, trials, writeTrial } from './trials.ts'
import { EXPRESS, FASTIFY, HONO } from './web.ts'

/** By the subpath of `@kvlar/sdk` that makes them, where one does. */
const ADAPTERS: Readonly<Record<string, readonly Surface[]>> = {
  './ai-sdk': [AI_SDK],
  './mcp': [MCP_V1, MCP_V2],
  './anthropic': [ANTHROPIC],
  './openai-agents': [OPENAI_AGENTS],
  './langchain': [LANGCHAIN],
  './strands': [STRANDS],
  './mastra': [MASTRA],
  './claude-agent': [CLAUDE_AGENT],
  './copilot': [COPILOT],
  './express': [EXPRESS],
  './fastify': [FASTIFY],
  './hono': [HONO],
}
const SURFACES: readonly Surface[] = [
  GUARD,
  RUNNING_GUARD,
  GATE,
  ...Object.values(ADAPTERS).flat(),
  ...HOOKS,
  PROXY,
]
/** Subpaths with another door than guarded functions: permits are verified there, and ApproveKit has policies of its own. */
const NO_ADAPTERS = new Set(['.', './approvekit', './gate', './permits'])

/** What some surface cannot say; whatever else is generated is made on all of them. */
const NOT_HERE = new Set([
  'only tools are called here',
  'the SDK renames tools whose name is not of letters, digits and _',
  'LangChain drops a key `__proto__` before anybody sees it',
  'a tool of the client with the name of a server’s',
  'a method that is known',
])

/** Codes that every surface must have come to, so that agreeing means something. */
const CODES = [
  'POLICY_ALLOW',
  'POLICY_DENY',
  'POLICY_DEFAULT_DENY',
  'POLICY_APPROVAL_REQUIRED',
  'RATE_LIMIT_EXCEEDED',
]

const RUNS = 12

const home = mkdtempSync(join(tmpdir(), 'kvlar-one-road-'))
const before = { HOME: process.env['HOME'], XDG_STATE_HOME: process.env['XDG_STATE_HOME'] }

beforeAll(() => {
  Object.assign(process.env, { HOME: home, XDG_STATE_HOME: join(home, 'state') })
  writeClientFiles(home)
  // One clock for all of them; timers go on as ever.
  vi.useFakeTimers({ toFake: ['Date'] })
})

afterAll(() => {
  vi.useRealTimers()
  Object.assign(process.env, before)
  rmSync(home, { recursive: true, force: true })
})

describe('every surface', () => {
  test('is here', () => {
    const file = join(import.meta.dirname, '../../../packages/sdk/package.json')
    const { exports } = JSON.parse(readFileSync(file, 'utf8')) as { exports: Record<string, string> }
    const subpaths = Object.keys(exports).filter((path) => !NO_ADAPTERS.has(path))
    expect(Object.keys(ADAPTERS).toSorted()).toEqual(subpaths.toSorted())
  })

  test(
    'decides random calls under random policies as `kvlar evaluate` does',
    { timeout: 1_800_000 },
    async () => {
      const came = new Map(SURFACES.map(({ name }) => [name, new Map<string, number>()]))
      await fc.assert(
        fc.asyncProperty(trials, async (trial) => {
          const given = writeTrial(trial, home)
          vi.setSystemTime(START_MS)
          const takings = await Promise.all(SURFACES.map((surface) => Taking.open(surface, given)))
          try {
            for (const { action, afterS } of trial.calls) {
              vi.setSystemTime(Date.now() + afterS * 1000)
              for (const taking of takings) {
                const to = await taking.take(action)
                const counts = came.get(taking.surface.name)
                counts?.set(to, (counts.get(to) ?? 0) + 1)
              }
            }
          } finally {
            await Promise.all(takings.map((taking) => taking.close()))
          }
        }),
        { numRuns: RUNS, endOnFailure: true, examples: [[EVERY_DECISION]] },
      )
      const missing = [...came].flatMap(([name, counts]) =>
        CODES.filter((code) => !counts.has(code)).map((code) => `${name}: ${code}`),
      )
      expect(missing).toEqual([])
      const notHere = [...came.values()].flatMap((counts) =>
        [...counts.keys()].filter((key) => key.startsWith('not here: ')),
      )
      expect(notHere.filter((why) => !NOT_HERE.has(why.slice('not here: '.length)))).toEqual([])
    },
  )
})
