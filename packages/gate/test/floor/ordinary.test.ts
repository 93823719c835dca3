import { agentPrincipal, type Action } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { createFloor } from '@kvlar/gate'
import { describe, expect, test } from 'vitest'

const PROTECTED = [
  '/home/ada/.kvlar',
  '/home/ada/.local/state/kvlar',
  '/home/ada/.config/Claude/claude_desktop_config.json',
  '/home/ada/work/app/.mcp.json',
]

/** Clients start servers in a project, at home or at the root of the disk. */
const STARTS = ['/home/ada/work/app', '/home/ada', '/']

const PROSE =
  'Kvlar reads `~/.kvlar/policy.yaml`. Put rules there, see [the guide](./docs/.kvlar/x.md) or /home/ada/.kvlar.\n\n' +
  '```sh\ncat ~/.kvlar/policy.yaml | kvlar validate -\n```\n\n- 100 % and/or 50%\n- 1~2 days\n'

const CODE =
  "import { a } from '../.kvlar/a.ts'\nconst path = `${home}/.kvlar`\n// /proc/self/environ is not read\nexport const x = a[0] ?? { b: [1, 2] }\n"

const MANIFEST = JSON.stringify(
  {
    name: '@ada/kvlar-notes',
    files: ['dist', './src/index.ts', '../kvlar/LICENSE'],
    scripts: {
      start: 'kvlar proxy --policy ./kvlar.yaml -- node ../server.js $PORT',
      env: 'cd $HOME && ls %TEMP%',
    },
    exports: { '.': './dist/index.js', './policy': './src/kvlar/policy.ts' },
    dependencies: Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`@kvlar/part-${at}`, `~1.2.${at}`]),
    ),
  },
  null,
  2,
)

const CONFIG = JSON.stringify({
  include: ['src', '../core/**/*.ts', '/'],
  paths: { '@/*': ['./src/*'] },
  x: '[id]/a',
})

const PATCH =
  '--- a/docs/kvlar.md\n+++ b/docs/kvlar.md\n@@ -1 +1,2 @@\n-Put it into ~/.kvlar/policy.yaml\n+See $HOME/.kvlar/policy.yaml.\n'

const SCRIPT =
  '#!/bin/sh\nexport KVLAR_HOME="${KVLAR_HOME:-$HOME/.kvlar}"\ncat "$KVLAR_HOME/policy.yaml" ../../a/b %1\n'

const CALLS: readonly (readonly [string, JsonObject])[] = [
  ['read_file', { path: '/home/ada/work/app/src/a.ts' }],
  ['read_file', { path: 'src/a.ts' }],
  ['read_multiple_files', { paths: ['src/a.ts', 'README.md', '/tmp/x'] }],
  ['write_file', { path: 'docs/kvlar.md', content: PROSE }],
  ['write_file', { path: '/home/ada/work/app/src/a.ts', content: CODE }],
  ['edit_file', { path: 'a.md', edits: [{ oldText: 'in ~/.kvlar', newText: PROSE }] }],
  ['write_file', { path: '.gitignore', content: '/node_modules\n.kvlar\n.env\n' }],
  ['list_directory', { path: '/home/ada' }],
  ['write_file', { path: 'package.json', content: MANIFEST }],
  ['write_file', { path: 'tsconfig.json', content: CONFIG }],
  ['create', { path: 'tsconfig.json', file_text: CONFIG }],
  ['create', { path: 'package.json', file_text: MANIFEST }],
  ['create', { path: 'x.sh', file_text: SCRIPT }],
  ['create_or_update_file', { owner: 'ada', repo: 'app', path: 'package.json', content: MANIFEST }],
  [
    'push_files',
    {
      branch: 'main',
      files: [
        { path: 'x.sh', content: SCRIPT },
        { path: 'a.json', content: CONFIG },
      ],
    },
  ],
  ['apply_patch', { patch: PATCH }],
  [
    'apply_patch',
    { input: '*** Begin Patch\n*** Update File: docs/kvlar.md\n+See ~/.kvlar/policy.yaml\n*** End Patch' },
  ],
  ['edit_file', { path: 'a.ts', edits: [{ oldText: "from '../../a'", newText: "from '../../b/.kvlar'" }] }],
  ['ask', { input: 'How do I move ~/.kvlar/policy.yaml to $XDG_STATE_HOME/kvlar?' }],
  ['summarize', { input: MANIFEST, to: 'en' }],
  ['ask', { q: PROSE }],
  ['ask', { q: CODE }],
  ['evaluate', { data: JSON.stringify({ prompt: PROSE, values: [1, 2], note: CODE }) }],
  ['search_code', { pattern: '[`"\']\\$\\{home\\}/[^/]+', path: 'src' }],
  ['read_file', { path: 'src/app/[id]/page.tsx' }],
  ['read_file', { path: 'My Notes/on kvlar.md' }],
  ['read_file', { path: 'C++ (new)\\a b.txt' }],
  ['read_files', { files: 'a.txt, src/b.ts docs/kvlar.md' }],
  ['grep', { pattern: '\\$HOME/\\.', path: 'src', cwd: '/home/ada/work/app' }],
  ['git', { args: "commit -m 'Move ~/.kvlar/policy.yaml'", cwd: '/home/ada/work/app' }],
  ['fetch', { url: 'https://example.com//a/../b?x=$HOME/.kvlar#%2e' }],
  ['query', { uri: 'sqlite:///notes.db', sql: 'select 1' }],
  [
    'http_request',
    { method: 'POST', path: '/v1/kvlar', body: JSON.stringify({ path: '/', home: '~', to: '/home' }) },
  ],
  [
    'search_files',
    { path: '/home/ada/work/app', pattern: '**/*.ts', excludePatterns: ['node_modules', '.git'] },
  ],
  ['search_files', { path: '/home/ada/work/app/src', pattern: '*' }],
  ['directory_tree', { path: '/home/ada/work/app/src' }],
  ['move_file', { source: '/home/ada/work/app/a', destination: '/home/ada/work/app/b' }],
  ['delete_file', { path: '/tmp/x/a.txt' }],
  ['create_issue', { owner: 'ada', repo: 'app', title: 'Read .kvlar', body: PROSE, labels: ['docs'] }],
  ['get_file_contents', { owner: 'ada', repo: 'app', path: '/' }],
  ['get_file_contents', { owner: 'ada', repo: 'app', path: 'src/kvlar/index.ts', ref: 'main' }],
  ['search_code', { q: 'repo:ada/app path:src "policy.yaml"' }],
  ['search_issues', { query: 'is:open home in:title' }],
  ['search_repositories', { query: 'kvlar language:typescript' }],
  ['create_pull_request', { title: 'x', head: 'feature/a', base: 'main', body: CODE }],
  ['git_status', { repo_path: '/home/ada/work/app' }],
  ['git_diff', { repo_path: '/home/ada', target: 'HEAD~1' }],
  ['git_add', { repo_path: '/home/ada/work/app', files: ['src/a.ts', 'docs/kvlar.md'] }],
  ['git_commit', { repo_path: '.', message: 'Move the policy to ~/.kvlar/policy.yaml' }],
  ['git_log', { repo_path: '/', max_count: 3 }],
  ['query', { sql: "select path from files where path like '/home/%' and name = '.kvlar'" }],
  ['query', { sql: 'delete from a where b = 1' }],
  ['fetch', { url: 'https://example.com/home/ada/x?y=/.kvlar' }],
  ['fetch', { url: 'https://github.com/ada/.kvlar', max_length: 5000 }],
  ['browser_navigate', { url: 'http://localhost:3000/' }],
  ['send_message', { channel: '#general', text: PROSE }],
  ['create_issue', { title: 'Docs', body: 'read **every** kvlar line' }],
  ['add_comment', { message: 'Use **kvlar** with $HOME/x, see C:\\a\\b.txt' }],
  ['send_email', { to: ['ada@example.com'], subject: 'Kvlar', body: PROSE }],
  ['create_event', { title: 'Move', start: '2026-11-30T12:00:00Z', location: 'Home' }],
  ['search', { query: 'home' }],
  ['search', { query: 'how do I delete ~/.kvlar safely?' }],
  ['search_notes', { query: 'Users' }],
  ['find_user', { name: 'ada', team: 'home' }],
  ['notion-search', { query: 'etc', filters: { type: 'page' } }],
  [
    'create_entities',
    { entities: [{ name: 'kvlar', entityType: 'tool', observations: ['lives in ~/.kvlar'] }] },
  ],
  ['delete_entities', { entityNames: ['home', 'ada'] }],
  ['run_sql', { statement: 'copy t to stdout' }],
  ['bash', { command: 'npm test -- --grep kvlar', cwd: '/home/ada/work/app' }],
  ['bash', { command: 'find . -name "*.ts" | xargs grep -l foo', cwd: '/home/ada' }],
  ['http_request', { method: 'DELETE', path: '/api/users/1', headers: { accept: 'application/json' } }],
  ['http_request', { method: 'GET', path: '/' }],
  ['translate', { text: '/', from: 'de', to: 'en' }],
  ['calculate', { expression: '2*(3+4)/5' }],
  ['regex_test', { pattern: '^\\.kvlar/[a-z]+$', text: 'x' }],
  ['render', { template: '{{ a }}/{{ b }}', values: { a: '*', b: '?' } }],
  ['get_weather', { location: 'Berlin' }],
  ['upload_image', { data: '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgH', mimeType: 'image/jpeg' }],
  ['time_zone', { zone: 'Europe/Berlin' }],
  [
    'insert',
    { rows: Array.from({ length: 500 }, (_, at) => ({ id: at, date: `2026/11/${at}`, tag: 'a/b' })) },
  ],
]

describe.each(STARTS)('ordinary calls of a server that runs in %s pass', (cwd) => {
  const floor = createFloor({
    protectedPaths: PROTECTED,
    searchablePaths: PROTECTED.slice(2),
    home: '/home/ada',
    cwd,
    roots: ['/home/ada/work/app'],
    env: { HOME: '/home/ada', PWD: cwd, PORT: '3000', TEMP: '/tmp', KVLAR_HOME: '/home/ada/.kvlar' },
    resolveLinks: (path) => path,
  })
  test.each(CALLS)('%s (%#)', (resource, parameters) => {
    const action: Action = {
      type: 'tool_call',
      resource,
      parameters,
      agentId: 'a',
      principal: agentPrincipal('a'),
    }
    expect(floor(action)).toBeUndefined()
  })
})
