/*
 * The guided first run: the official filesystem server over a temporary folder, Kvlar in front of it on stdio, and
 * the official client driving it. Every step says what happened and is checked against what is on disk; the run
 * ends 0 only if Kvlar did what it says. At a terminal, the person there decides; elsewhere a script does.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { Reviewer } from './reviewer.mjs'
import { transcript } from './transcript.mjs'

const root = resolve(import.meta.dirname, '../..')
const kvlar = join(root, 'apps/cli/dist/main.js')
const policy = join(import.meta.dirname, 'policy.yaml')
const packageJson = createRequire(import.meta.url).resolve(
  '@modelcontextprotocol/server-filesystem/package.json',
)
const server = join(dirname(packageJson), 'dist/index.js')

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-first-run-')))
const notes = join(folder, 'notes.txt')
const gone = join(folder, 'gone.txt')
const plan = join(folder, 'plan.txt')
writeFileSync(notes, 'Milk, bread, and the launch at nine.\n')

// Keys and record of this run live and end with it; the user's own are not touched.
const state = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-first-state-')))
const env = { ...process.env, HOME: state, USERPROFILE: state, LOCALAPPDATA: state, XDG_STATE_HOME: state }

const connect = async (command) => {
  const [file, ...args] = command
  const client = new Client({ name: 'first-run', version: '1.0.0' })
  const transport = new StdioClientTransport({ command: file, args, env, stderr: 'pipe' })
  await client.connect(transport)
  return { client, stderr: transport.stderr }
}

const upstream = [process.execPath, server, folder]
const agents = []
try {
  const { client: direct } = await connect(upstream)
  agents.push(direct)
  // Whoever sits here may take their time.
  const flags = ['--stdio', '--policy', policy, '--approvals', '127.0.0.1:0', '--approval-hold', '10m']
  const { client: agent, stderr } = await connect([
    process.execPath,
    kvlar,
    'proxy',
    ...flags,
    '--',
    ...upstream,
  ])
  agents.push(agent)
  await tour({ direct, agent, reviewer: new Reviewer(stderr) })
} finally {
  await Promise.allSettled(agents.map((client) => client.close()))
  rmSync(folder, { recursive: true, force: true })
  rmSync(state, { recursive: true, force: true })
}

async function tour({ direct, agent, reviewer }) {
  transcript.title(
    'Kvlar stands between an AI agent and its tools.',
    'Every call is allowed, denied or held for a human, by a policy you can read.',
  )
  transcript.picture('   official MCP client ──► kvlar ──► official filesystem server')
  transcript.fact('policy', relative(root, policy))
  transcript.fact('folder', folder)

  transcript.step(1, 'What can the agent see?')
  const offered = (await direct.listTools()).tools.map((tool) => tool.name)
  const seen = (await agent.listTools()).tools.map((tool) => tool.name)
  const hidden = offered.filter((name) => !seen.includes(name))
  transcript.verdict(`${seen.length} tools`, 'green', `of the ${offered.length} that the server offers`)
  transcript.verdict('HIDDEN', 'red', `${hidden.join(', ')} (denied whatever the arguments, so never listed)`)
  assert.deepEqual(hidden, ['move_file'])

  transcript.step(2, 'It reads notes.txt')
  const read = await agent.callTool({ name: 'read_text_file', arguments: { path: notes } })
  transcript.verdict('ALLOWED', 'green', 'by rule allow-reads; the server answered:')
  transcript.quote(read.content[0].text.trim().split('\n'))
  assert.equal(read.isError ?? false, false)
  assert.equal(read.content[0].text, readFileSync(notes, 'utf8'))

  transcript.step(3, 'It tries to move notes.txt away, although the tool was not listed')
  const moved = await agent.callTool({ name: 'move_file', arguments: { source: notes, destination: gone } })
  transcript.verdict('DENIED', 'red', `by rule ${moved._kvlar.rule_id}: ${moved._kvlar.reason}`)
  assert.equal(moved._kvlar.decision, 'deny')
  assert.ok(moved.isError && existsSync(notes) && !existsSync(gone))
  transcript.note('On disk: notes.txt is where it was. The server never saw the call.')

  transcript.step(4, 'It writes plan.txt')
  const write = { name: 'write_file', arguments: { path: plan, content: 'Step 1: …' } }
  const writing = agent.callTool(write, { timeout: 600_000 })
  const request = await reviewer.waitForRequest()
  transcript.verdict('HELD', 'yellow', `by rule ${request.rule.id}: ${request.rule.reason}`)
  assert.equal(request.tool_args.path, plan)
  assert.ok(!existsSync(plan))
  transcript.note('On disk: there is no plan.txt. Nothing runs before a person says yes.')
  assert.ok((await reviewer.page(request.id)).includes('plan.txt'))
  transcript.note(`The reviewer page shows it, at ${reviewer.url}`)

  transcript.step(5, 'A person looks at it')
  const { decided, by } = await reviewer.decide(request.id)
  const wrote = await writing
  if (decided === 'approved') {
    transcript.verdict('APPROVED', 'green', `${by}; the call ran, this once`)
    assert.equal(wrote.isError ?? false, false)
    assert.equal(readFileSync(plan, 'utf8'), 'Step 1: …')
    transcript.note('On disk: plan.txt is there.')
  } else {
    transcript.verdict('DENIED', 'red', `${by}; the call did not run`)
    assert.ok(wrote.isError && !existsSync(plan))
    transcript.note('On disk: there is no plan.txt.')
  }

  transcript.step(6, 'What the agent was told in step 3')
  transcript.quote(moved.content[0].text.trim().split('\n'))

  transcript.step(7, 'What stands in the record')
  await agent.close()
  const verified = spawnSync(process.execPath, [kvlar, 'audit', 'verify', '--json'], {
    env,
    encoding: 'utf8',
  })
  assert.equal(verified.status, 0, verified.stderr)
  const { verdict, chains } = JSON.parse(verified.stdout)
  assert.equal(verdict, 'intact')
  assert.equal(chains[0].signed_entries, chains[0].entries)
  transcript.verdict(
    'INTACT',
    'green',
    `${chains[0].entries} signed entries: each decision, each step of the approval, and how the calls ended`,
  )

  transcript.commands([
    ['npm start -- init', 'write a policy of your own'],
    ['npm start -- wrap --dry-run', 'see what protecting your clients changes'],
    ['npm start -- evaluate --help', 'ask the policy about any call'],
    ['npm start -- --help', 'everything else'],
  ])
}
