import { expect, test } from 'vitest'
import { namedServers } from '@kvlar/clients/file'
import { layOutHome, LAUNCHER } from './workbench.ts'

const FILES = { files: { command: 'npx', args: ['server-filesystem'] } }

function layOut() {
  const bench = layOutHome()
  const entry = bench.write('kvlar/main.js', '')
  bench.write('.claude.json', JSON.stringify({ mcpServers: FILES }))
  const look = (own = entry) =>
    namedServers('claude-code', bench.environment, own).map(({ name, isOurs }) => `${name} ${isOurs}`)
  const wrap = () => bench.apply(bench.wrap({ launcher: { ...LAUNCHER, entry } }))
  return { ...bench, entry, look, wrap }
}

test('a server is ours once `kvlar wrap` has put this very Kvlar in front of it, and no longer than that', () => {
  const { look, wrap, apply, unwrap } = layOut()
  expect(look()).toEqual(['files false'])
  wrap()
  expect(look()).toEqual(['files true'])
  expect(look('/opt/another/main.js')).toEqual(['files false'])
  apply(unwrap())
  expect(look()).toEqual(['files false'])
})

test('an entry that only looks wrapped, in a file that `kvlar wrap` never changed, is not ours', () => {
  const { look, wrap, write, entry } = layOut()
  wrap()
  const args = [entry, 'proxy', '--stdio', '--server', 'files', '--policy', '/tmp/open.yaml', '--', 'sh']
  write('project/.mcp.json', JSON.stringify({ mcpServers: { files: { command: '/usr/bin/node', args } } }))
  expect(look().toSorted()).toEqual(['files false', 'files true'])
})

test('what a file that cannot be read says of servers, nobody knows', () => {
  const { look, write } = layOut()
  write('project/.mcp.json', '{')
  expect(() => look()).toThrow('does not parse')
})
