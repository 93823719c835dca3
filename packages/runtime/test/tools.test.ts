import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { agentPrincipal, createEngine, loadPolicy } from '@kvlar/core'
import { parseUrl } from '@kvlar/core/node'
import { hearTools } from '@kvlar/runtime/proxy'
import { readKeptTools } from '@kvlar/runtime/status'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newUser, type User } from './support/user.ts'

let user: User
beforeEach(() => {
  user = newUser()
  vi.stubEnv('HOME', user.home)
  vi.stubEnv('XDG_STATE_HOME', join(user.home, 'state'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  user.remove()
})

const POLICY = `
name: files
version: '1'
rules:
  - id: reads
    match_on: { resources: ['read_*'] }
    effect: { type: allow }
  - id: rest
    effect: { type: deny, reason: nobody has thought of it }
`
const folder = () => join(user.home, 'state', 'kvlar', 'tools')
const all = () => (existsSync(folder()) ? readdirSync(folder()) : [])
/** Without those that are being written. */
const kept = () => all().filter((name) => name.endsWith('.json'))

function hearing(server: string | null = 'fs', args: readonly string[] = []) {
  const policy = loadPolicy({ file: '/p/policy.yaml', text: POLICY })
  const told: string[] = []
  const hear = hearTools(
    { engine: createEngine([policy], { parseUrl }), policies: [policy] },
    {
      command: 'node',
      args,
      identity: { agentId: 'a', principal: agentPrincipal('a'), ...(server !== null && { server }) },
      tell: ({ text }) => told.push(text),
    },
  )
  return { hear, told }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(10)
}

const listed = async () =>
  (await readKeptTools(Date.now())).map(({ server, tools, unnamed }) => [server, tools, unnamed])

test('how many tools no rule was written for is said once, and again only when the numbers change', async () => {
  const { hear, told } = hearing()
  hear(['read_file', 'write_file', 'move_file'])
  hear(['read_file', 'move_file', 'write_file'])
  await until(() => told.length === 1 && kept().length === 1)
  hear(['read_file', 'read_text'])
  await until(async () => (await listed())[0]?.[1] === 2)
  expect(told).toEqual([
    '`fs` lists 3 tools, 2 without a rule of their own',
    '`fs` lists 2 tools, each with a rule of its own',
  ])
})

test.each([
  [['read_a'], '1 tool, with a rule of its own'],
  [['x'], '1 tool, without a rule of its own'],
  [['x', 'read_a'], '2 tools, 1 without a rule of its own'],
])('%j: %s', async (names, text) => {
  const { hear, told } = hearing(null)
  hear(names)
  await until(() => told.length === 1)
  expect(told).toEqual([`the server lists ${text}`])
})

test('a server that never had a tool is not mentioned, one that has none any more is', async () => {
  const { hear, told } = hearing()
  hear([])
  hear(['x'])
  hear([])
  await until(() => told.length === 2)
  expect(told).toEqual(['`fs` lists 1 tool, without a rule of its own', '`fs` lists no tools'])
})

test('the name of a server can forge no line and no colour', async () => {
  const { hear, told } = hearing(`x\u001b[31m\n[kvlar] all is well${'y'.repeat(500)}`)
  hear(['x'])
  await until(() => told.length === 1)
  expect(told[0]).not.toMatch(/[\u0000-\u001f]/)
  expect(told[0]?.length).toBeLessThan(200)
})

test('what is kept is for its owner alone, bounded, and says nothing of the command', async () => {
  const { hear } = hearing('fs', ['--token', 'hunter2'])
  hear(Array.from({ length: 5000 }, (_, at) => `${'n'.repeat(4000)}${at}`))
  await until(() => kept().length === 1)
  const path = join(folder(), kept()[0] ?? '')
  expect([statSync(folder()).mode & 0o777, statSync(path).mode & 0o777]).toEqual([0o700, 0o600])
  expect(statSync(path).size).toBeLessThan(64 * 1024)
  expect(readFileSync(path, 'utf8')).not.toContain('hunter2')
  expect(await readKeptTools(Date.now())).toMatchObject([
    { server: 'fs', policies: ['/p/policy.yaml'], tools: 5000, unnamed: 5000 },
  ])
})

test('proxies that run differently keep a list each, and those that run alike one between them', async () => {
  for (const { hear } of [hearing('a'), hearing('b'), hearing('b'), hearing('b', ['other'])]) hear(['x'])
  await until(() => kept().length === 3)
  // Of one server under one policy there is one answer.
  expect(new Set((await listed()).map(String))).toEqual(new Set(['a,1,1', 'b,1,1']))
})

test('what is no list, is for others to read, or is old, counts for nothing', async () => {
  const { hear } = hearing('fs')
  hear(['x'])
  await until(() => kept().length === 1)
  const text = readFileSync(join(folder(), kept()[0] ?? ''), 'utf8')
  const name = (digit: number): string => join(folder(), `${String(digit).repeat(32)}.json`)
  const put = (digit: number, content: string): void => writeFileSync(name(digit), content, { mode: 0o600 })
  const server = (word: string): string => text.replace('"fs"', JSON.stringify(word))
  put(1, 'no JSON')
  put(2, server('newer format').replace('"format":1', '"format":2'))
  put(3, server('negative').replace('"tools":1', '"tools":-1'))
  put(4, server('names').replace('["x"]', '[7]'))
  put(5, server('open'))
  chmodSync(name(5), 0o644)
  put(6, server('old').replace(/"listed_at_ms":\d+/, '"listed_at_ms":1000'))
  put(7, 'null')
  put(8, server('good'))
  mkdirSync(name(9))
  expect(new Set((await listed()).map(([word]) => word))).toEqual(new Set(['fs', 'good']))
})

test('lists are forgotten, the oldest first, and so is what was left behind half written', async () => {
  mkdirSync(folder(), { recursive: true })
  for (let at = 0; at < 300; at += 1) {
    const path = join(folder(), `${String(at).padStart(32, '0')}.json${at % 2 === 0 ? '' : '.abc.new'}`)
    writeFileSync(path, '{}', { mode: 0o600 })
    utimesSync(path, 1000 + at, 1000 + at)
  }
  const { hear } = hearing()
  hear(['x'])
  await until(() => all().length === 256)
  expect(all()).not.toContain(`${'0'.repeat(32)}.json`)
  expect(all()).toContain(`${'299'.padStart(32, '0')}.json.abc.new`)
})

test('where nothing can be kept, that is said once, and the list goes on', async () => {
  mkdirSync(join(user.home, 'state'), { recursive: true })
  writeFileSync(join(user.home, 'state', 'kvlar'), 'a file')
  const { hear, told } = hearing()
  hear(['x'])
  hear(['x', 'y'])
  await until(() => told.length === 3)
  expect(told.filter((text) => text.includes('`kvlar status` will not know'))).toHaveLength(1)
})
