/*
 * Real servers doing ordinary work behind Kvlar: `npm run servers [NAME…]`. Each one runs behind `kvlar proxy` with the
 * policy made for it (`default` where there is none yet) and does the tasks of `tasks/NAME.json`, asked by the official
 * client. What is held is approved by a script, so that the server really does it. The run fails if an ordinary task is
 * denied, or if the server cannot do what it was allowed to do. Needs Python and, for PostgreSQL, its server programs;
 * the servers are installed into the ignored cache of this checkout.
 */
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { Approver } from './approver.mjs'
import { SERVERS } from './servers.mjs'

const root = resolve(import.meta.dirname, '../..')
const kvlar = join(root, 'bin/kvlar')
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SERVERS)

const summaries = []
for (const name of names) summaries.push(await runServer(name))
console.log(`\n${'server'.padEnd(12)}${'policy'.padEnd(12)}  allowed  held  denied  failed`)
for (const { name, policy, counts } of summaries) {
  const columns = ['allowed', 'held', 'denied', 'failed'].map((word) => String(counts[word] ?? 0))
  console.log(
    `${name.padEnd(12)}${policy.padEnd(12)}  ${columns.map((text, i) => text.padStart([7, 4, 6, 6][i])).join('  ')}`,
  )
}
process.exitCode = summaries.some(({ counts }) => counts.denied || counts.failed) ? 1 : 0

/** Does all tasks of one server, prints each with its outcome, and counts them. */
async function runServer(name) {
  const policy = existsSync(policyFile(name)) ? name : 'default'
  const tasks = readFileSync(join(import.meta.dirname, 'tasks', `${name}.json`), 'utf8')
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `kvlar-${name}-`)))
  const state = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-state-')))
  console.log(`\n${name} under the policy ${policy}`)
  const server = await SERVERS[name](folder)
  const counts = {}
  try {
    const agent = await connect({ policy, state, ...server })
    for (const task of JSON.parse(tasks.replaceAll('{ROOT}', JSON.stringify(folder).slice(1, -1)))) {
      const { outcome, detail } = await doTask(agent, task)
      counts[outcome] = (counts[outcome] ?? 0) + 1
      console.log(`  ${outcome.padEnd(8)} ${task.tool.padEnd(28)} ${task.task}${detail}`)
    }
    await agent.client.close()
  } finally {
    await server.stop?.()
    rmSync(folder, { recursive: true, force: true })
    rmSync(state, { recursive: true, force: true })
  }
  return { name, policy, counts }
}

/** The official client in front of the server, with Kvlar between them and a script that approves what is held. */
async function connect({ policy, state, command, env = {} }) {
  const client = new Client({ name: 'ordinary-work', version: '1.0.0' })
  // Keys, queue and record of this run end with it.
  const home = { HOME: state, USERPROFILE: state, XDG_STATE_HOME: state, XDG_CONFIG_HOME: state }
  const transport = new StdioClientTransport({
    command: kvlar,
    args: [
      'proxy',
      '--stdio',
      '--approvals',
      '127.0.0.1:0',
      '--policy',
      policyFile(policy),
      '--',
      ...command,
    ],
    env: { ...process.env, ...home, ...env },
    stderr: 'pipe',
  })
  const approver = new Approver(transport.stderr)
  await client.connect(transport)
  return { client, approver }
}

/** One task: what Kvlar said of it, and what the server did. */
async function doTask({ client, approver }, { tool, arguments: args }) {
  const approvedBefore = approver.approved
  const answer = await client.callTool({ name: tool, arguments: args }).catch((error) => ({
    isError: true,
    content: [{ type: 'text', text: String(error) }],
  }))
  const { _kvlar: verdict } = answer
  if (verdict !== undefined) {
    const { decision, rule_id: rule, reason } = verdict
    return { outcome: decision === 'deny' ? 'denied' : 'held', detail: `\n           ${rule}: ${reason}` }
  }
  if (answer.isError) return { outcome: 'failed', detail: `\n           ${firstLine(answer)}` }
  return { outcome: approver.approved > approvedBefore ? 'held' : 'allowed', detail: '' }
}

function policyFile(name) {
  return join(root, 'packages/policies/policies', name, 'policy.yaml')
}

function firstLine({ content }) {
  return (content[0]?.text ?? '').trim().slice(0, 200).replaceAll('\n', ' ')
}
