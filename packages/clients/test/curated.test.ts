import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { layOutHome, POLICY, type Workbench } from './workbench.ts'

const OWN = '/home/ana/.kvlar/policies/pets/policy.yaml'

/** A choice under which `npx pets …` fits, and what it was asked. */
function choice(use: boolean) {
  const asked: string[][] = []
  const fits = (command: string, args: readonly string[]): string | undefined => {
    asked.push([command, ...args])
    return command === 'npx' && args[0] === 'pets' ? 'pets' : undefined
  }
  return {
    asked,
    curated: { fits, fileOf: (name: string) => `/home/ana/.kvlar/policies/${name}/policy.yaml`, use },
  }
}

const wrapped = (...policies: string[]): object => ({
  command: '/opt/node/bin/node',
  args: [
    '/opt/kvlar/main.js',
    'proxy',
    '--stdio',
    '--server',
    'pets',
    ...policies.flatMap((policy) => ['--policy', policy]),
    '--',
    'npx',
    'pets',
  ],
})

function serverOf(bench: Workbench, entry: object, options: Parameters<Workbench['wrap']>[0]) {
  bench.write('.cursor/mcp.json', JSON.stringify({ mcpServers: { pets: entry } }))
  const plan = bench.wrap(options)
  return { plan, server: plan.files[0]?.servers[0] }
}

describe('The policy of a server that a curated one fits', () => {
  test.each([
    ['is only proposed without being asked for', { command: 'npx', args: ['pets'] }, false, [POLICY], false],
    ['is the curated one where that is asked for', { command: 'npx', args: ['pets'] }, true, [OWN], true],
    ['changes from the default one', wrapped(POLICY), true, [OWN], true],
    ['changes where a wrapped server has none', wrapped(), true, [OWN], true],
    ['stays the curated one without being asked for again', wrapped(OWN), false, [OWN], true],
    ['stays what somebody chose', wrapped('/srv/mine.yaml'), true, ['/srv/mine.yaml'], undefined],
    [
      'stays what somebody chose beside the default',
      wrapped(POLICY, '/srv/b.yaml'),
      true,
      [POLICY, '/srv/b.yaml'],
      undefined,
    ],
    ['is the default one where none fits', { command: 'npx', args: ['cats'] }, true, [POLICY], undefined],
  ])('%s', (_title, entry, use, policies, used) => {
    const { server } = serverOf(layOutHome(), entry, choice(use))
    expect(server?.policies).toEqual(policies)
    expect(server?.curated).toEqual(used === undefined ? undefined : { name: 'pets', used })
  })

  test('is the one that is named, if one is', () => {
    const { server } = serverOf(layOutHome(), wrapped(OWN), {
      ...choice(true),
      policies: ['/srv/named.yaml'],
    })
    expect(server?.policies).toEqual(['/srv/named.yaml'])
    expect(server?.curated).toBeUndefined()
  })

  test('is written into the file, and wrapping again changes nothing', () => {
    const bench = layOutHome()
    const { plan } = serverOf(bench, { command: 'npx', args: ['pets'] }, choice(true))
    bench.apply(plan)
    expect(readFileSync(plan.files[0]?.target ?? '', 'utf8')).toContain(OWN)
    expect(bench.wrap(choice(true)).files[0]?.servers[0]?.action).toBe('already')
    expect(bench.wrap(choice(false)).files[0]?.servers[0]?.action).toBe('already')
  })

  test('is found by the command of the server, not by that of Kvlar in front of it', () => {
    const { asked, curated } = choice(true)
    serverOf(layOutHome(), wrapped(POLICY), { curated })
    expect(asked).toEqual([['npx', 'pets']])
  })

  test('is found where the client fills in the environment, and not where an argument is no text', () => {
    const bench = layOutHome()
    const filled = { command: 'npx', args: ['pets'], env: { TOKEN: '${input:token}' } }
    expect(serverOf(bench, filled, choice(true)).server?.curated?.name).toBe('pets')
    expect(
      serverOf(bench, { command: 'npx', args: ['pets', 7] }, choice(true)).server?.curated,
    ).toBeUndefined()
  })
})

describe('How a client starts a server', () => {
  test.each([
    [
      'command and arguments',
      { command: 'npx', args: ['pets'] },
      { command: 'npx', args: ['pets'], env: {} },
    ],
    [
      'environment and folder',
      { command: 'a', env: { A: 'b' }, cwd: '/srv' },
      { command: 'a', args: [], env: { A: 'b' }, cwd: '/srv' },
    ],
    ['a wrapped server', wrapped(POLICY), { command: 'npx', args: ['pets'], env: {} }],
  ])('is read from its entry: %s', (_title, entry, start) => {
    expect(serverOf(layOutHome(), entry, {}).server?.start).toEqual({ ok: true, ...start })
  })

  test.each([
    ['an argument that is no text', { command: 'a', args: [1] }, 'not text'],
    ['an environment that is no text', { command: 'a', env: { A: 1 } }, 'environment'],
    ['an environment in a file', { command: 'a', envFile: '.env' }, 'from a file'],
    ['variables in arguments', { command: 'a', args: ['${workspaceFolder}/x'] }, 'fills in'],
    ['variables in the environment', { command: 'a', env: { A: '$HOME/x' } }, 'fills in'],
    ['variables in the folder', { command: 'a', cwd: '${workspaceFolder}' }, 'fills in'],
    ['a folder that is no text', { command: 'a', cwd: 7 }, 'folder'],
  ])('cannot be told with %s', (_title, entry, why) => {
    const start = serverOf(layOutHome(), entry, {}).server?.start
    expect(start?.ok === false ? start.why : 'it can').toContain(why)
  })
})
