import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { expectThat, run } from './project.mjs'

const BIN = '../node_modules/.bin/kvlar'

/** Uses the installed command as its page says, under one Node. */
export async function useCommand(place, version) {
  const kvlar = (...words) => run(place, [BIN, ...words])
  for (const ran of [kvlar('--version'), run(place, ['npx', '--no', '--', 'kvlar', '--version'])])
    expectThat('it says its version', ran.stdout === `kvlar ${version}\n` && ran.status === 0, ran)
  const reports = JSON.parse(kvlar('--version', '--json').stdout)
  expectThat('it runs under the Node that is tried', reports.node === place.version, reports)

  const init = kvlar('init')
  expectThat('`init` writes a policy', init.status === 0, init)
  const evaluated = kvlar('evaluate', '--resource', 'drop_table', '--json')
  const { decision } = JSON.parse(evaluated.stdout)
  expectThat('`evaluate` denies', evaluated.status === 10 && decision === 'deny', evaluated)
  const tested = kvlar('test', join(place.home, '.kvlar'))
  expectThat('the tests of the policy pass', tested.status === 0, tested)

  await callThroughProxy(place)
  const verified = kvlar('audit', 'verify')
  expectThat(
    'the record of the proxy is intact',
    verified.status === 0 && /intact/i.test(verified.stdout),
    verified,
  )
}

/** The official client, the installed proxy and a server: one tool is there and runs, one is not. */
async function callThroughProxy({ cwd, home, env }) {
  copyFileSync(join(import.meta.dirname, 'tiny-server.mjs'), join(cwd, 'tiny-server.mjs'))
  const transport = new StdioClientTransport({
    command: join(cwd, BIN),
    args: ['proxy', '--stdio', '--policy', join(home, '.kvlar/policy.yaml'), '--', 'node', 'tiny-server.mjs'],
    cwd,
    env,
    stderr: 'ignore',
  })
  const client = new Client({ name: 'packed', version: '1.0.0' })
  await client.connect(transport)
  try {
    const names = (await client.listTools()).tools.map(({ name }) => name)
    expectThat('the proxy lists what may be called', names.join() === 'read_note', names)
    const read = await client.callTool({ name: 'read_note', arguments: {} })
    expectThat('the proxy lets a read pass', read.content[0]?.text === 'read_note has run', read)
    const dropped = await client.callTool({ name: 'drop_notes', arguments: {} }).catch((error) => ({ error }))
    expectThat('the proxy denies the rest', !JSON.stringify(dropped).includes('has run'), dropped)
  } finally {
    await client.close()
  }
}

/** From the cache of npx, `init` works, and `wrap` writes nothing. */
export function useFromCache(place, tarball) {
  const config = join(place.cwd, 'mcp.json')
  const policies = join(place.cwd, 'policies')
  const text = '{ "mcpServers": { "a": { "command": "x" } } }\n'
  writeFileSync(config, text)
  const npx = (...words) =>
    run(place, ['npx', '--yes', '--prefer-offline', '--package', tarball, '--', 'kvlar', ...words])
  const init = npx('init', '--dir', policies)
  expectThat('`npx kvlar init` writes a policy', init.status === 0, init)
  const written = readFileSync(join(policies, 'policy.yaml'), 'utf8')
  expectThat('no path of the cache is in it', !written.includes('_npx'), written)
  const wrapped = npx('wrap', '--config', config, '--policy', join(policies, 'policy.yaml'))
  const isRefused = wrapped.status === 2 && wrapped.stderr.includes('the cache of npx')
  expectThat('`npx kvlar wrap` refuses', isRefused && readFileSync(config, 'utf8') === text, wrapped)
}
