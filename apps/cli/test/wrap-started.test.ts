import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyPlan, planWrap } from '@kvlar/clients/file'
import { expect, it, onTestFinished } from 'vitest'
import { MAIN } from './support/command.ts'

it('a wrapped entry, started as a client starts it, runs what NODE_OPTIONS loads in the server alone', async () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-started-')))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const write = (name: string, text: string): string => {
    writeFileSync(join(home, name), text)
    return join(home, name)
  }
  const log = join(home, 'log')
  const preload = write(
    'preload.cjs',
    `require('node:fs').appendFileSync(${JSON.stringify(log)}, process.argv[1] + '\\n')`,
  )
  const server = write(
    'server.cjs',
    `require('node:fs').writeFileSync(${JSON.stringify(join(home, 'env.json'))}, JSON.stringify(process.env))
     process.stdin.resume().on('end', () => process.exit(0))`,
  )
  const policy = write('policy.yaml', 'name: p\nversion: "1"\nrules: []\n')
  const env = {
    NODE_OPTIONS: `--require ${preload}`,
    HOME: '/srv/accounts/work',
    XDG_STATE_HOME: '/srv/state',
  }
  const config = write(
    'mcp.json',
    JSON.stringify({ mcpServers: { a: { command: process.execPath, args: [server], env } } }),
  )
  const folders = { home, stateHome: join(home, 'state') }
  const launcher = { node: process.execPath, entry: MAIN, folders }
  const environment = { platform: process.platform, home, env: {}, cwd: home }
  const plan = planWrap({ environment, config, launcher, policies: [policy], defaultPolicies: [policy] })
  applyPlan(plan, { environment })
  const written = JSON.parse(readFileSync(config, 'utf8')) as {
    mcpServers: { a: { command: string; args: string[]; env: Record<string, string> } }
  }
  const { a } = written.mcpServers
  const child = spawn(a.command, a.args, {
    env: { PATH: process.env['PATH'], ...a.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const deadline = Date.now() + 20_000
  while (!existsSync(join(home, 'env.json')) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50))
  child.stdin.end()
  await once(child, 'exit')
  expect(readFileSync(log, 'utf8')).toBe(`${server}\n`)
  expect(JSON.parse(readFileSync(join(home, 'env.json'), 'utf8'))).toMatchObject(env)
})
