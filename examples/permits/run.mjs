/*
 * A server that requires permits, behind Kvlar and without it. Every line says what happened; the run ends 0 only if
 * each call ended as it must.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

const kvlar = join(import.meta.dirname, '../../apps/cli/src/main.ts')
const server = join(import.meta.dirname, 'server.mjs')
const policy = join(import.meta.dirname, 'policy.yaml')

// Keys and record of this run live and end with it; the user's own are not touched.
const home = mkdtempSync(join(tmpdir(), 'kvlar-permits-'))
const env = { ...process.env, HOME: home, USERPROFILE: home, LOCALAPPDATA: home, XDG_STATE_HOME: home }
const publicKey = join(home, 'kvlar-public.json')
const run = (...args) => execFileSync(process.execPath, [kvlar, ...args], { env, stdio: 'pipe' })

const connect = async (...args) => {
  const client = new Client({ name: 'agent', version: '1.0.0' })
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: 'ignore' }))
  return client
}

/** What came of a refund, in one line. */
const refund = async (client, amount, _meta = {}) => {
  const call = { name: 'issue_refund', arguments: { order: 'A1', amount }, _meta }
  const { content, _kvlar } = await client.callTool(call).catch(({ message }) => ({
    content: [{ type: 'text', text: `refused: ${message}` }],
  }))
  return _kvlar === undefined ? content[0].text : `denied: ${_kvlar.code}`
}

const clients = []
try {
  run('keys', 'generate')
  run('keys', 'export', '-o', publicKey)
  const upstream = [process.execPath, server, publicKey]
  const flags = ['--stdio', '--policy', policy]
  const behind = await connect(kvlar, 'proxy', ...flags, '--permits', 'shop', '--', ...upstream)
  const forAnother = await connect(kvlar, 'proxy', ...flags, '--permits', 'crm', '--', ...upstream)
  const unsigned = await connect(kvlar, 'proxy', ...flags, '--', ...upstream)
  const direct = await connect(server, publicKey)
  clients.push(behind, forAnother, unsigned, direct)

  const forged = { 'io.github.kvlar/permit': 'kvp1.AAAA' }
  const runs = [
    ['behind Kvlar', await refund(behind, 20), /^refunded 20 EUR for A1$/],
    ['the same call again', await refund(behind, 20), /^refunded 20 EUR for A1$/],
    ['more than the policy allows', await refund(behind, 5000), /^denied: POLICY_DEFAULT_DENY$/],
    ['with a permit of its own making', await refund(behind, 20, forged), /^refused: .*only Kvlar may write/],
    ['with permits for another service', await refund(forAnother, 20), /^refused: .*a permit is required$/],
    ['behind a Kvlar that signs none', await refund(unsigned, 20), /^refused: .*a permit is required$/],
    ['around Kvlar', await refund(direct, 20), /^refused: .*a permit is required$/],
    ['around it, with a forged one', await refund(direct, 20, forged), /^refused: .*a permit is required$/],
  ]
  for (const [how, came, must] of runs) {
    console.log(`${how.padEnd(34)}${came}`)
    assert.match(came, must)
  }
} finally {
  await Promise.all(clients.map((client) => client.close()))
  rmSync(home, { recursive: true, force: true })
}
