import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readHome } from '@kvlar/audit/file'
import { openKvlar, type Notice, type RunningKvlar } from '@kvlar/runtime'

let home = ''
let kvlar: RunningKvlar
let notices: Notice[] = []

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kvlar-reload-'))
  vi.stubEnv('HOME', home)
  vi.stubEnv('XDG_STATE_HOME', join(home, 'state'))
  notices = []
})
afterEach(async () => {
  await kvlar.close()
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

const at = (name: string): string => join(home, name)

/** A policy under which `pay` is answered with the reason, which no other policy of these tests has. */
function policyOf(reason: string, more = ''): string {
  return `name: p\nrules:\n  - id: pay\n    match_on: { resources: [pay] }\n    effect: { type: deny, reason: ${reason} }\n${more}`
}

async function open(policies: readonly string[]): Promise<void> {
  const tell = (notice: Notice): void => void notices.push(notice)
  kvlar = await openKvlar({ policies, watch: true, approvals: false, record: { dir: at('audit') }, tell })
}

const reason = (): string => kvlar.evaluate({ resource: 'pay', parameters: {} }).reason
const said = (): readonly string[] => notices.map(({ text }) => text)

/** Waits until the policy says so; in force within a second where the machine has nothing else to do. */
async function comes(expected: string): Promise<void> {
  await vi.waitFor(() => expect(reason()).toBe(expected), { timeout: 30_000, interval: 20 })
}

async function fails(pattern: RegExp, times = 1): Promise<void> {
  const failed = (): number => said().filter((text) => pattern.test(text)).length
  await vi.waitFor(() => expect(failed()).toBeGreaterThanOrEqual(times), { timeout: 30_000, interval: 20 })
}

/** How editors, deployments and people save a file. */
const SAVES: Readonly<Record<string, (file: string, text: string) => void>> = {
  'in place': writeFileSync,
  'by rename': (file, text) => {
    writeFileSync(`${file}.tmp`, text)
    renameSync(`${file}.tmp`, file)
  },
  'deleted and made again': (file, text) => {
    unlinkSync(file)
    writeFileSync(file, text)
  },
  'with the old one kept beside it': (file, text) => {
    renameSync(file, `${file}~`)
    writeFileSync(file, text)
  },
}

describe('a changed policy comes into force', () => {
  test.each(Object.keys(SAVES))('saved %s, again and again', async (how) => {
    const file = at('policy.yaml')
    writeFileSync(file, policyOf('r0'))
    await open([file])
    expect(said()).toContain('watching 1 policy file(s) for changes')
    for (const next of ['r1', 'r2', 'r3']) {
      SAVES[how]?.(file, policyOf(next))
      await comes(next)
    }
    expect(said()).toContain('policy change detected, reloading...')
    expect(said().at(-1)).toBe('✓ reloaded 1 policies (1 rules)')
  })

  test('by a link that is swapped, as a ConfigMap is', async () => {
    for (const version of ['v1', 'v2']) {
      mkdirSync(at(version))
      writeFileSync(join(at(version), 'policy.yaml'), policyOf(version))
    }
    symlinkSync('v1', at('..data'))
    symlinkSync(join('..data', 'policy.yaml'), at('policy.yaml'))
    await open([at('policy.yaml')])
    expect(reason()).toBe('v1')
    symlinkSync('v2', at('..data_tmp'))
    renameSync(at('..data_tmp'), at('..data'))
    await comes('v2')
  })

  test('when only what it extends has changed, and what that extends by now', async () => {
    writeFileSync(at('policy.yaml'), 'name: p\nextends: [./base.yaml]\nrules: []\n')
    writeFileSync(at('base.yaml'), policyOf('one'))
    await open([at('policy.yaml')])
    writeFileSync(at('base.yaml'), policyOf('two'))
    await comes('two')
    writeFileSync(at('base.yaml'), 'name: b\nextends: [./far.yaml]\nrules: []\n')
    await fails(/reload failed, keeping previous policy: failed to load .*base\.yaml/)
    expect(reason()).toBe('two')
    writeFileSync(at('far.yaml'), policyOf('three'))
    await comes('three')
  })

  test('though it changed between start and watching, and when it is asked for', async () => {
    writeFileSync(at('policy.yaml'), policyOf('one'))
    await open([at('policy.yaml')])
    writeFileSync(at('policy.yaml'), policyOf('two'))
    await kvlar.reload?.()
    expect(reason()).toBe('two')
  })

  test('with its text on record before it decides', async () => {
    writeFileSync(at('policy.yaml'), policyOf('one'))
    await open([at('policy.yaml')])
    const pay = kvlar.guard('pay', async () => 'paid')
    await expect(pay({})).rejects.toThrow('one')
    writeFileSync(at('policy.yaml'), policyOf('two'))
    await comes('two')
    await expect(pay({})).rejects.toThrow('two')
    await kvlar.close()
    const kinds: string[] = []
    const digests = new Map<string, number>()
    for await (const { entry } of readHome(at('audit'))) {
      kinds.push(entry.kind)
      if (entry.kind === 'policy') digests.set(entry.policy_digest, digests.size)
      if (entry.kind === 'decided') expect(digests.get(entry.policy_digest)).toBe(digests.size - 1)
    }
    expect(kinds.filter((kind) => kind === 'policy')).toHaveLength(2)
  })

  test('and keeps what it names now, and no longer what it named, out of reach', async () => {
    writeFileSync(at('base.yaml'), policyOf('one'))
    writeFileSync(at('policy.yaml'), 'name: p\nextends: [./base.yaml]\nrules: []\n')
    await open([at('policy.yaml')])
    expect(kvlar.protects.protectedPaths).toContain(at('base.yaml'))
    writeFileSync(at('policy.yaml'), policyOf('two'))
    await comes('two')
    expect(kvlar.protects.protectedPaths).not.toContain(at('base.yaml'))
    expect(kvlar.protects.protectedPaths).toContain(at('policy.yaml'))
  })
})

describe('the policy before it stays in force', () => {
  test.each([
    ['broken', 'rules: [', /failed to load .*policy\.yaml: 1:9: /],
    ['empty', '', /failed to load .*policy\.yaml/],
    ['of another kind', '[1, 2]\n', /failed to load .*policy\.yaml/],
    [
      'with a rule that no engine takes',
      policyOf('x').replace('[pay]', '[pay], conditions: [{ field: a, operator: matches, value: (?=x) }]'),
      /failed to load .*policy\.yaml/,
    ],
  ])('when the new one is %s, until it is mended', async (_, text, why) => {
    writeFileSync(at('policy.yaml'), policyOf('one'))
    await open([at('policy.yaml')])
    writeFileSync(at('policy.yaml'), text)
    await fails(why)
    expect(said().at(-1)).toMatch(/^✗ reload failed, keeping previous policy: /)
    expect(reason()).toBe('one')
    writeFileSync(at('policy.yaml'), policyOf('two'))
    await comes('two')
  })

  test('when the new one is missing', async () => {
    writeFileSync(at('policy.yaml'), policyOf('one'))
    await open([at('policy.yaml')])
    unlinkSync(at('policy.yaml'))
    await fails(/cannot be read/)
    expect(reason()).toBe('one')
  })

  test('when the new one cannot be put on record', async () => {
    writeFileSync(at('policy.yaml'), policyOf('one'))
    await open([at('policy.yaml')])
    await expect(kvlar.guard('pay', async () => 'paid')({})).rejects.toThrow('one')
    rmSync(join(at('audit'), 'policies'), { recursive: true })
    writeFileSync(join(at('audit'), 'policies'), 'no folder')
    writeFileSync(at('policy.yaml'), policyOf('two'))
    await fails(/^✗ reload failed/)
    expect(reason()).toBe('one')
  })
})

test('calls under a flood of reloads are each judged by one whole set', async () => {
  const pair = (n: number): string =>
    `name: p\nrules:\n${['a', 'b']
      .map(
        (name) =>
          `  - id: ${name}\n    match_on: { resources: [${name}] }\n    effect: { type: deny, reason: v${n} }\n`,
      )
      .join('')}`
  writeFileSync(at('policy.yaml'), pair(0))
  await open([at('policy.yaml')])
  const seen = new Set<string>()
  const over = new AbortController()
  const calling = (async () => {
    while (!over.signal.aborted) {
      const [one, two] = ['a', 'b'].map((name) => kvlar.evaluate({ resource: name, parameters: {} }))
      expect(one?.reason).toBe(two?.reason)
      expect(one?.ruleId).toBe('a')
      seen.add(one?.reason ?? '')
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  for (let n = 1; n <= 10; n += 1) {
    writeFileSync(at('policy.yaml'), n % 5 === 4 ? 'rules: [' : pair(n))
    await kvlar.reload?.()
  }
  over.abort()
  await calling
  expect(seen.size).toBeGreaterThan(4)
  expect(kvlar.evaluate({ resource: 'a', parameters: {} }).reason).toBe('v10')
})
