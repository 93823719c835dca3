import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RecordedEvent } from '@kvlar/audit'
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
  ['the client says where it works', { cwd: '/srv/work' }, {}, '/srv/work'],
  ['the call says where', { cwd: '/srv/work' }, { workdir: '/tmp' }, '/tmp'],
  ['the call says where from there', { cwd: '/srv/work' }, { workdir: '../etc' }, '/srv/etc'],
  ['nobody says it', {}, {}, process.cwd()],
])('a tool of the client itself is judged with its folder: %s', async (_, told, given, workdir) => {
  const text = JSON.stringify({
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: given,
    ...told,
  })
  const seen: unknown[] = []
  const home = mkdtempSync(join(tmpdir(), 'kvlar-hook-'))
  const file = join(home, 'policy.yaml')
  writeFileSync(file, 'name: p\nrules:\n  - { id: all, effect: { type: allow } }\n')
  try {
    const open = async () => {
      const kvlar = await openKvlar({ policies: [file], approvals: false, record: false, limits: 'memory' })
      const record = (event: RecordedEvent) =>
        void (event.kind === 'decided' && seen.push(event.action.parameters))
      return { ...kvlar, record }
    }
    const read = () => Promise.resolve({ ok: true, text } as const)
    expect((await answer({ read, open })).exitCode).toBe(0)
  } finally {
    rmSync(home, { recursive: true })
  }
  expect(seen).toEqual([{ ...given, workdir }])
})
