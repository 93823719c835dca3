import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { planHooks } from '@kvlar/clients/file'
import { layOutHome, LAUNCHER, POLICY } from './workbench.ts'

const FILES: Readonly<Record<string, string>> = {
  'claude-code': '.claude/settings.json',
  codex: '.codex/hooks.json',
  'gemini-cli': '.gemini/settings.json',
  cursor: '.cursor/hooks.json',
  'copilot-cli': '.copilot/hooks/kvlar.json',
}

function layOut(client: string) {
  const bench = layOutHome()
  const path = join(bench.home, FILES[client] ?? '')
  const plan = (launcher = LAUNCHER, policies = [POLICY]) =>
    planHooks({
      environment: bench.environment,
      clients: [client],
      launcher,
      policies,
      defaultPolicies: ['/default.yaml'],
    })
  const install = (launcher = LAUNCHER) => {
    const applied = bench.apply(plan(launcher))
    expect(applied.map(({ error }) => error)).toEqual(applied.map(() => undefined))
  }
  const remove = () => bench.apply(bench.unwrap({ clients: [client] }))
  return { ...bench, path, plan, install, remove, text: () => readFileSync(path, 'utf8') }
}

/** Shapes in which the settings of people stand; each is valid for every client. */
const BEFORE = [
  '{}',
  '{ }\n',
  '{"theme":"dark"}',
  '{\n  "theme": "dark",\n  "hooks": {}\n}\n',
  '{\r\n\t"theme": "dark",\r\n\t"hooks": {\r\n\t\t"Stop": [{ "hooks": [] }]\r\n\t}\r\n}\r\n',
  '\ufeff{ "version": 1, "hooks": { "PreToolUse": [ { "matcher": "Bash", "hooks": [ { "type": "command", "command": "x.sh" } ] } ], "preToolUse": [{ "command": "y.sh" }], "BeforeTool": [] } }',
  '{\n  // mine\n  "hooks": {\n    "PreToolUse": [\n      { "hooks": [{ "type": "command", "command": "x.sh" }] }, // last\n    ],\n  },\n}\n',
]

const CASES = Object.keys(FILES).flatMap((client) => BEFORE.map((before) => [client, before] as const))

test.for(CASES)(
  'the hook of %s is put behind what stands in %j, and taken out to the byte',
  ([client, before]) => {
    const { write, install, remove, text, plan } = layOut(client)
    write(FILES[client] ?? '', before)
    install()
    expect(text()).toContain(`hook ${client.replace('-cli', '')} --policy`)
    expect(plan().files.map(({ hook, changed }) => [hook?.action, changed])).toEqual([['already', false]])
    remove()
    expect(text()).toBe(before)
  },
)

test.for(Object.keys(FILES))(
  'a file that %s did not have is gone again afterwards, with every copy',
  (client) => {
    const { path, install, remove, text } = layOut(client)
    install()
    expect(JSON.parse(text())).toHaveProperty('hooks')
    remove()
    expect(existsSync(path)).toBe(false)
    expect(readdirSync(dirname(path))).toEqual([])
  },
)

test.for(Object.keys(FILES))('in settings of %s that changed since, only the hook goes', (client) => {
  const { path, write, install, remove, text } = layOut(client)
  write(FILES[client] ?? '', '{\n  "theme": "dark"\n}\n')
  install()
  write(path.slice(path.indexOf(FILES[client] ?? '')), text().replace('dark', 'light'))
  remove()
  expect(JSON.parse(text())).toEqual(
    client === 'cursor' || client === 'copilot-cli' ? { theme: 'light', version: 1 } : { theme: 'light' },
  )
})

test('a hook of another Kvlar is renewed in place of being put there twice', () => {
  const { install, text, plan } = layOut('claude-code')
  install({ ...LAUNCHER, entry: '/old kvlar/main.js' })
  expect(plan().files[0]?.hook?.action).toBe('update')
  install()
  expect(text().match(/hook claude-code/g)).toHaveLength(1)
  expect(text()).not.toContain('/old')
})

test.for(Object.keys(FILES))('what somebody chose in the hook of %s stays when it is renewed', (client) => {
  const { write, install, text, plan } = layOut(client)
  install({ ...LAUNCHER, entry: "/o'neil/main.js" })
  const path = FILES[client] ?? ''
  const added = `--invariants ~/mine.yaml --drift-rate=9`
  write(path, text().replaceAll(`--policy ${POLICY}`, `--policy '/my own.yaml' -p /b.yaml ${added}`))
  const [file] = plan(LAUNCHER, []).files
  expect(file?.hook).toEqual({ action: 'update', policies: ['/my own.yaml', '/b.yaml'] })
  const after = file?.after ?? ''
  expect(after).toContain(`--policy '/my own.yaml' --policy /b.yaml ${added} ||`)
  expect(after).not.toContain('neil')
  write(path, after)
  expect(plan(LAUNCHER, []).files.map(({ changed }) => changed)).toEqual([false])
})

test('without a policy named and without a hook that stands, the default is taken', () => {
  const { plan } = layOut('codex')
  expect(plan(LAUNCHER, []).files[0]?.hook?.policies).toEqual(['/default.yaml'])
})

test('another hook at the same event stays, and is told of', () => {
  const { write, plan } = layOut('claude-code')
  write(
    '.claude/settings.json',
    '{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"rewrite.sh"}]}]}}',
  )
  const [file] = plan().files
  expect(file?.after).toContain('rewrite.sh')
  expect(file?.notes.join()).toContain('`rewrite.sh`: if it rewrites')
})

test.for(['{"hooks": []}', '{"hooks": {"PreToolUse": {}}}', '{"hooks": "x"}', '[]', '{"hooks": {'])(
  'settings that list no hooks where they should, %s, are refused and left',
  (before) => {
    const { write, plan } = layOut('claude-code')
    write('.claude/settings.json', before)
    expect(plan()).toMatchObject({ files: [], problems: [{ client: 'claude-code' }] })
  },
)

test('only clients that are used here are meant where none is named', () => {
  const { write, environment } = layOutHome()
  write('.gemini/GEMINI.md', '')
  const policies = [POLICY]
  const plan = planHooks({
    environment,
    clients: [],
    launcher: LAUNCHER,
    policies,
    defaultPolicies: policies,
  })
  expect(plan.files.map(({ client }) => client)).toEqual(['gemini-cli'])
})
