import type { Environment } from '@kvlar/clients'
import { applyPlan, planUnwrap, planWrap, type WrapOptions } from '@kvlar/clients/file'
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

export const CLIENT_FIXTURES = join(import.meta.dirname, 'fixtures', 'clients')

/** A home folder of its own on the real disk, and the commands on it. */
export interface Workbench {
  readonly home: string
  readonly environment: Environment
  /** Writes a file below the home folder and returns its path. */
  readonly write: (path: string, text: string | Uint8Array) => string
  readonly wrap: (options?: Partial<WrapOptions>) => ReturnType<typeof planWrap>
  readonly unwrap: (options?: Partial<WrapOptions>) => ReturnType<typeof planUnwrap>
  readonly apply: (plan: ReturnType<typeof planWrap>) => ReturnType<typeof applyPlan>
}

export const LAUNCHER = { node: '/opt/node/bin/node', entry: '/opt/kvlar/main.js' }
export const POLICY = '/home/ana/.kvlar/policy.yaml'

/** Lays out an empty home folder that is removed when the test ends. */
export function layOutHome(overrides: Partial<Environment> = {}): Workbench {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-wrap-')))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const cwd = join(home, 'project')
  mkdirSync(cwd)
  const environment: Environment = { platform: 'linux', home, env: {}, cwd, ...overrides }
  return {
    home,
    environment,
    write: (path, text) => {
      const file = join(home, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      return file
    },
    wrap: (options) => planWrap({ environment, launcher: LAUNCHER, defaultPolicies: [POLICY], ...options }),
    unwrap: (options) => planUnwrap({ environment, ...options }),
    apply: (plan) => applyPlan(plan, { environment }),
  }
}

/** Copies a fixture such as `cursor/mcp.json` into the home folder; its folder names the client. */
export function placeFixture(
  bench: Workbench,
  fixture: string,
): { config: string; clients: readonly string[] } {
  const config = join(bench.home, basename(fixture))
  copyFileSync(join(CLIENT_FIXTURES, fixture), config)
  return { config, clients: [dirname(fixture)] }
}
