import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Every package is one project; `vitest run --config vitest.workspace.ts --project core` runs one of them. */
const packages = [
  'core',
  'crypto',
  'gate',
  'audit',
  'approvals',
  'proxy',
  'policies',
  'clients',
  'redis',
  'reviewer',
  'sdk',
  'runtime',
] as const
const apps = ['cli'] as const
/** Apps that are no command. */
const services = ['health'] as const

// Hundreds of commands are started from their sources, which Node then reads and compiles once.
const env = { NODE_COMPILE_CACHE: join(import.meta.dirname, '.cache', 'compiled') }

/** Random inputs of one seed: see there. */
const resolve = {
  alias: [{ find: /^fast-check$/, replacement: join(import.meta.dirname, 'test/seeded-fast-check.mjs') }],
}

const project = (name: string, root: string) => ({
  resolve,
  test: { name, root, env, include: ['test/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
})

/** A command is bundled before its tests, which start it hundreds of times. */
const command = (name: string, root: string) => ({
  resolve,
  test: {
    ...project(name, root).test,
    globalSetup: [join(import.meta.dirname, root, 'test/support/bundle-command.mjs')],
  },
})

export default defineConfig({
  test: {
    passWithNoTests: false,
    // Many tests wait for processes of their own, so one more than there are processors is at work.
    maxWorkers: availableParallelism() + 1,
    projects: [
      ...packages.map((name) => project(name, `packages/${name}`)),
      ...services.map((name) => project(name, `apps/${name}`)),
      ...apps.map((name) => command(name, `apps/${name}`)),
      project('workspace', '.'),
    ],
  },
})
