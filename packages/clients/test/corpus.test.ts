import type { PlannedServer } from '@kvlar/clients'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CLIENT_FIXTURES, LAUNCHER, layOutHome, placeFixture, POLICY } from './workbench.ts'

/** Every file of the corpus: the servers that are wrapped, and those that are not, with the reason. */
const EXPECTED: Readonly<
  Record<string, { wrapped: readonly string[]; left?: Readonly<Record<string, string>> }>
> = {
  'air/mcp.json': { wrapped: ['air'] },
  'amazon-q/agent.json': { wrapped: ['fetch'] },
  'claude-code/user-and-projects.json': { wrapped: ['github', 'db', 'db'], left: { sentry: 'skip-url' } },
  'claude-desktop/empty-args.json': { wrapped: ['a', 'b', 'c', 'd'] },
  'claude-desktop/empty.json': { wrapped: [] },
  'claude-desktop/escapes.json': { wrapped: ['café 😀', 'emoji 🧭', '__proto__'] },
  'claude-desktop/minified.json': { wrapped: ['one', 'two'] },
  'claude-desktop/no-servers.json': { wrapped: [] },
  'claude-desktop/tabs-no-final-newline.json': { wrapped: ['tabbed', 'odd'] },
  'claude-desktop/two-servers.json': { wrapped: ['filesystem', 'postgres'] },
  'claude-desktop/windows-crlf-bom.json': { wrapped: ['files', 'shell'] },
  'cline/cline_mcp_settings.json': { wrapped: ['time'], left: { off: 'skip-disabled', stream: 'skip-url' } },
  'codex/config.toml': {
    wrapped: ['docs', 'with spaces', 'bare', 'indented', 'multi'],
    left: { remote: 'skip-url', off: 'skip-disabled' },
  },
  'codex/dotted.toml': { wrapped: ['dotted', 'bare dotted'] },
  'codex/inline.toml': { wrapped: ['inline', 'inline_bare', 'inline_empty', 'third'] },
  'codex/one-table.toml': { wrapped: ['a'], left: { b: 'skip-url' } },
  'continue/block-crlf.yml': { wrapped: ['one', 'two'] },
  'continue/config.yaml': {
    wrapped: ['SQLite', 'no args', 'flow', 'inline', 'inline-bare', 'wide'],
    left: { remote: 'skip-url' },
  },
  'copilot-cli/mcp-config.json': { wrapped: ['playwright'] },
  'cursor/comments-and-trailing-commas.json': {
    wrapped: ['git', 'lonely', 'last', 'commented-args', 'empty-with-comment'],
    left: { remote: 'skip-url' },
  },
  'devin/config.json': { wrapped: ['a'], left: { b: 'skip-url' } },
  'gemini-cli/settings.json': { wrapped: ['local'], left: { web: 'skip-url', events: 'skip-url' } },
  'goose/config.yaml': {
    wrapped: ['fetch', 'bare', 'spread'],
    left: { developer: 'skip-no-command', off: 'skip-disabled', remote: 'skip-url' },
  },
  'junie/mcp.json': { wrapped: ['junie'] },
  'kiro/mcp.json': { wrapped: ['aws-docs'] },
  'lm-studio/mcp.json': { wrapped: ['local'], left: { hf: 'skip-url' } },
  'opencode/v1.jsonc': {
    wrapped: ['everything', 'servers'],
    left: { off: 'skip-disabled', remote: 'skip-url' },
  },
  'opencode/v2.json': { wrapped: ['everything'], left: { off: 'skip-disabled' } },
  'roo-code/mcp_settings.json': { wrapped: ['watch'] },
  'vscode/inputs.jsonc': { wrapped: ['perplexity', 'fetch'], left: { github: 'skip-url' } },
  'windsurf/mixed.json': { wrapped: ['puppeteer'], left: { hosted: 'skip-url' } },
  'zed/settings.json': {
    wrapped: ['local', 'older'],
    left: { 'from-extension': 'skip-no-command', remote: 'skip-url' },
  },
}

/** Files whose spelling an entry alone cannot tell: an absent list of arguments comes back as an empty one. */
const NEEDS_BACKUP = new Set([
  'air/mcp.json',
  'claude-desktop/empty-args.json',
  'codex/config.toml',
  'codex/dotted.toml',
  'codex/inline.toml',
  'continue/block-crlf.yml',
  'continue/config.yaml',
  'cursor/comments-and-trailing-commas.json',
  'goose/config.yaml',
])

const corpus = readdirSync(CLIENT_FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join(CLIENT_FIXTURES, name)).map((file) => `${name}/${file}`))

it('every file of the corpus has its expectation', () => {
  expect(corpus.toSorted()).toEqual(Object.keys(EXPECTED).toSorted())
})

describe.each(corpus)('%s', (fixture) => {
  it('wraps the servers that have a command, and says why it leaves the others', () => {
    const bench = layOutHome()
    const { servers, problems } = planned(bench.wrap(placeFixture(bench, fixture)))
    const { wrapped, left = {} } = EXPECTED[fixture]!
    expect(problems).toEqual([])
    expect(servers.filter(({ action }) => action === 'wrap').map(({ name }) => name)).toEqual(wrapped)
    const others = servers.filter(({ action }) => action !== 'wrap')
    expect(Object.fromEntries(others.map(({ name, action }) => [name, action]))).toEqual(left)
  })

  it('is the same file after wrapping and unwrapping', () => {
    const bench = layOutHome()
    const chosen = placeFixture(bench, fixture)
    const original = readFileSync(chosen.config)
    bench.apply(bench.wrap(chosen))
    const plan = bench.unwrap(chosen)
    bench.apply(plan)
    expect(readFileSync(chosen.config)).toEqual(original)
    expect(plan.files.every(({ method, changed }) => !changed || method === 'restore')).toBe(true)
    expect(readdirSync(bench.home).filter((name) => name.includes('kvlar'))).toEqual([])
  })

  it('is the same file when the journal was lost in between', () => {
    const bench = layOutHome()
    const chosen = placeFixture(bench, fixture)
    const original = readFileSync(chosen.config)
    bench.apply(bench.wrap(chosen))
    rmSync(join(bench.home, '.local'), { recursive: true, force: true })
    bench.apply(bench.unwrap(chosen))
    expect(readFileSync(chosen.config)).toEqual(original)
  })

  it('means the same when journal and backup were lost in between', () => {
    const bench = layOutHome()
    const chosen = placeFixture(bench, fixture)
    const original = readFileSync(chosen.config)
    const before = bench.wrap(chosen)
    bench.apply(before).forEach(({ backup }) => rmSync(backup!))
    rmSync(join(bench.home, '.local'), { recursive: true, force: true })
    bench.apply(bench.unwrap(chosen))
    expect(readFileSync(chosen.config).equals(original)).toBe(!NEEDS_BACKUP.has(fixture))
    expect(bench.wrap(chosen).files[0]!.after).toBe(before.files[0]!.after)
  })

  it('changes nothing when wrapped a second time', () => {
    const bench = layOutHome()
    const chosen = placeFixture(bench, fixture)
    bench.apply(bench.wrap(chosen))
    const plan = bench.wrap(chosen)
    expect(plan.files.map(({ changed }) => changed)).toEqual([false])
    const actions = planned(plan).servers.map(({ action }) => action)
    expect(actions.filter((action) => action === 'already').length).toBe(EXPECTED[fixture]!.wrapped.length)
  })

  it('keeps a change made by hand in between, and nothing else', () => {
    const bench = layOutHome()
    const chosen = placeFixture(bench, fixture)
    const original = readFileSync(chosen.config, 'utf8')
    bench.apply(bench.wrap(chosen))
    bench.write(fixture.split('/')[1]!, editedByHand(readFileSync(chosen.config, 'utf8')))
    const plan = bench.unwrap(chosen)
    bench.apply(plan)
    expect(readFileSync(chosen.config, 'utf8')).toBe(editedByHand(original))
    expect(plan.files.every(({ method }) => method === 'edit')).toBe(true)
  })

  it('is brought up to date when Node or Kvlar has moved, as if it were wrapped afresh', () => {
    const bench = layOutHome()
    const chosen = placeFixture(bench, fixture)
    const moved = { launcher: { node: '/new/node', entry: '/new/place/kvlar.js' } }
    const fresh = bench.wrap({ ...chosen, ...moved }).files[0]!.after
    bench.apply(bench.wrap(chosen))
    const plan = bench.wrap({ ...chosen, ...moved })
    const updated = planned(plan).servers.filter(({ action }) => action === 'update')
    expect(updated.map(({ name }) => name)).toEqual(EXPECTED[fixture]!.wrapped)
    expect(plan.files[0]!.after).toBe(fresh)
    const original = readFileSync(join(CLIENT_FIXTURES, fixture))
    bench.apply(plan)
    bench.apply(bench.unwrap(chosen))
    expect(readFileSync(chosen.config)).toEqual(original)
  })
})

it('a wrapped entry starts Node, Kvlar and the original command, as a list of words', () => {
  const bench = layOutHome()
  const { after } = bench.wrap(placeFixture(bench, 'claude-desktop/windows-crlf-bom.json')).files[0]!
  const { mcpServers } = JSON.parse(after.slice(1)) as { mcpServers: Record<string, unknown> }
  expect(mcpServers['shell']).toEqual({
    command: LAUNCHER.node,
    args: `${LAUNCHER.entry}|proxy|--stdio|--server|shell|--policy|${POLICY}|--|cmd|/c|npx|-y|server name with spaces`.split(
      '|',
    ),
  })
})

function planned(plan: ReturnType<ReturnType<typeof layOutHome>['wrap']>): {
  servers: readonly PlannedServer[]
  problems: readonly unknown[]
} {
  return { servers: plan.files.flatMap(({ servers }) => servers), problems: plan.problems }
}

/** A comment put in at a place that wrapping does not touch, in each format. */
function editedByHand(text: string): string {
  if (text === '') return ' '
  return /^\ufeff?\s*(?:\{|\/\/)/.test(text) && !text.includes('mcp_servers')
    ? text.replace('{', '{ /* by hand */')
    : `${text}\n# by hand\n`
}
