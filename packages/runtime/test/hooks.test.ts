import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RecordedEvent } from '@kvlar/audit'
import type { Action } from '@kvlar/core'
import { HOOK_CLIENTS } from '@kvlar/clients/hooks'
import { openKvlar } from '@kvlar/runtime'
import { answerHook, type HookOptions } from '@kvlar/runtime/hooks'

const TOLD = JSON.stringify({ hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: {} })
const never = <T>(): Promise<T> => new Promise(() => {})

function answer(options: Partial<HookOptions>) {
  const client = HOOK_CLIENTS.find(({ id }) => id === 'claude-code')
  if (client === undefined) throw new Error('there is no client')
  return answerHook({
    client,
    read: () => Promise.resolve({ ok: true, text: TOLD }),
    open: never,
    entry: '/opt/kvlar/main.js',
    deadlineMs: 20_000,
    ...options,
  })
}

const BROKEN: readonly (readonly [string, Partial<HookOptions>, RegExp])[] = [
  ['a client that does not stop telling', { read: never, deadlineMs: 20 }, /no decision within 0\.02 s/],
  ['what judges and does not open in time', { deadlineMs: 20 }, /no decision within 0\.02 s/],
  ['what judges and cannot be opened', { open: () => Promise.reject(new Error('gone')) }, /failed.*gone/],
  ['a reader that throws', { read: () => Promise.reject(new Error('torn')) }, /failed.*torn/],
  [
    'input that is too large',
    { read: () => Promise.resolve({ ok: false, isMissing: false, why: 'it is larger than 16 bytes' }) },
    /larger than 16 bytes/,
  ],
]

test.for(BROKEN)('%s is a denial', async ([, options, why]) => {
  const { exitCode, stderr } = await answer(options)
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(why)
})

test('an event at which no tool runs opens nothing', async () => {
  const read = () => Promise.resolve({ ok: true, text: '{"hook_event_name":"Stop"}' } as const)
  const open = () => Promise.reject(new Error('opened'))
  expect(await answer({ read, open })).toEqual({ stdout: '', stderr: '', exitCode: 0 })
})

test.each([
  ['the client says where it works', { cwd: '/srv/work' }, {}, ['/srv/work']],
  ['the call says the same', { cwd: '/srv/work' }, { workdir: '.' }, ['/srv/work']],
  // A model can write it into the arguments of a tool that does not read it.
  ['the call says where, too', { cwd: '/srv/work' }, { workdir: '/tmp' }, ['/srv/work', '/tmp']],
  ['and where from there', { cwd: '/srv/work' }, { workdir: '../etc' }, ['/srv/work', '/srv/etc']],
  ['and nothing that is a folder', { cwd: '/srv/work' }, { workdir: null }, ['/srv/work', null]],
  ['nobody says it', {}, {}, [process.cwd()]],
])('a tool of the client itself is judged with its folder: %s', async (_, told, given, folders) => {
  const event = { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: given, ...told }
  const seen = (await judged('claude-code', event)).map(({ parameters }) => parameters)
  expect(seen).toEqual(folders.map((workdir) => ({ ...given, workdir })))
})

test.each([
  [
    'cursor',
    { hook_event_name: 'beforeMCPExecution', tool_input: '{}', url: 'https://evil.example/mcp' },
    '?',
  ],
  ['cursor', { hook_event_name: 'beforeMCPExecution', tool_input: '{}', command: 'node evil.js' }, '?'],
  ['cursor', { hook_event_name: 'beforeMCPExecution', tool_input: '{}' }, '?'],
  [
    'gemini',
    {
      hook_event_name: 'BeforeTool',
      tool_input: {},
      mcp_context: { server_name: 'evil', tool_name: 'TodoWrite' },
    },
    'evil',
  ],
] as const)('a tool of a server is judged as one, whatever its name is: %s %j', async (id, told, server) => {
  const seen = await judged(id, { tool_name: 'TodoWrite', cwd: tmpdir(), ...told })
  expect(seen).toMatchObject([{ resource: 'TodoWrite', server }])
})

/** What stands in the record of a call that a client tells of, under a policy that allows everything. */
async function judged(id: string, told: object): Promise<readonly Action[]> {
  const text = JSON.stringify(told)
  const client = HOOK_CLIENTS.find((one) => one.id === id)
  if (client === undefined) throw new Error('there is no client')
  const seen: Action[] = []
  const home = mkdtempSync(join(tmpdir(), 'kvlar-hook-'))
  const file = join(home, 'policy.yaml')
  writeFileSync(file, 'name: p\nrules:\n  - { id: all, effect: { type: allow } }\n')
  try {
    const open = async () => {
      const kvlar = await openKvlar({ policies: [file], approvals: false, record: false, limits: 'memory' })
      const record = (event: RecordedEvent) => void (event.kind === 'decided' && seen.push(event.action))
      return { ...kvlar, record }
    }
    const read = () => Promise.resolve({ ok: true, text } as const)
    expect((await answer({ client, read, open })).exitCode).toBe(0)
  } finally {
    rmSync(home, { recursive: true })
  }
  return seen
}
