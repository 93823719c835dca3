import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../packages.mjs'

const CORE = join(root, 'packages', 'core', 'src')

/**
 * What of the engine only some policies and calls need: topics, and the modules that stand for all behind them. Those
 * export functions alone.
 */
const TOPICS = {
  regex: ['match/regex.ts'],
  sql: [
    'engine/operators/sql-test.ts',
    'policy/operands/sql-operand.ts',
    'readings/sql/grant/judge-sql.ts',
    'readings/sql/text/judge-sql-text.ts',
  ],
  shell: [
    'engine/operators/shell-test.ts',
    'policy/operands/shell-operand.ts',
    'readings/shell/grant/grant-problems.ts',
    'readings/shell/judge/judge-shell.ts',
  ],
  secret: [
    'readings/secret/find-secrets.ts',
    'readings/secret/judge-secrets.ts',
    'readings/secret/redact-secrets.ts',
    'readings/secret/secrets-across.ts',
  ],
  fields: [
    'engine/operators/fields-test.ts',
    'policy/operands/address-pattern.ts',
    'policy/operands/money-operand.ts',
  ],
  toml: ['document/toml-document.ts'],
}

/**
 * Modules that do many things at once, and so have every topic from the start: Node refuses to load at once what it is
 * loading in the background at that moment.
 */
const WITH_ALL_TOPICS = new Set(
  [
    'packages/reviewer/src/server/reviewer-server.ts',
    'packages/runtime/src/open-kvlar.ts',
    'packages/runtime/src/policy-worker.ts',
  ].map((file) => join(root, file)),
)

/** The modules that begin topics, by topic. */
export const topicEntries = Object.fromEntries(
  Object.keys(TOPICS).map((topic) => [topic, [`topics:${topic}`]]),
)

const topicOf = new Map(
  Object.entries(TOPICS).flatMap(([topic, files]) => files.map((file) => [join(CORE, file), topic])),
)

/** What is to stand before the source of a file. */
export const allTopicsBefore = (file) => (WITH_ALL_TOPICS.has(file) ? "import 'topics:all'; " : '')

/**
 * Leaves topics out of what every start loads. In the place of each of their functions is one that loads its topic, within
 * the call as `require` does, and calls it there.
 */
export const topics = {
  name: 'topics',
  setup: ({ onResolve, onLoad, initialOptions }) => {
    const names = Object.keys(TOPICS)
    initialOptions.entryPoints = [
      ...initialOptions.entryPoints,
      ...names.map((topic) => ({ in: `topics:${topic}`, out: `topic-${topic}` })),
    ]
    onResolve({ filter: /^topics:/ }, ({ path }) => ({
      path: path.replace('topics:', ''),
      namespace: 'topics',
    }))
    onResolve({ filter: /\.ts$/ }, ({ path, namespace, resolveDir }) => {
      const file = resolve(resolveDir, path)
      return namespace !== 'topics' && topicOf.has(file) ? { path: file, namespace: 'topic' } : undefined
    })
    onLoad({ filter: /./, namespace: 'topics' }, async ({ path }) => {
      const contents =
        path === 'all' ? allOf(names) : path === 'loaded' ? loaderOf(names) : await topicText(path)
      return { contents, loader: 'js', resolveDir: root }
    })
    onLoad({ filter: /./, namespace: 'topic' }, async ({ path }) => ({
      contents: await standInFor(path),
      loader: 'js',
      resolveDir: root,
    }))
  },
}

async function topicText(topic) {
  const modules = TOPICS[topic].map(async (file) => {
    const path = join(CORE, file)
    return `export { ${(await functionsOf(path)).join(', ')} } from ${JSON.stringify(path)}`
  })
  return (await Promise.all(modules)).join('\n')
}

async function standInFor(file) {
  const topic = JSON.stringify(topicOf.get(file))
  const functions = (await functionsOf(file)).map(
    (name) => `export function ${name}(...given) { return topic(${topic}).${name}(...given) }`,
  )
  return ["import { topic } from 'topics:loaded'", ...functions].join('\n')
}

function loaderOf(names) {
  return `
    import { createRequire } from 'node:module'
    const load = (file) => createRequire(import.meta.url)(file)
    const files = { ${names.map((name) => `${name}: './topic-${name}.js'`).join(', ')} }
    const loaded = {}
    export const keep = (name, topic) => { loaded[name] = topic }
    export const topic = (name) => loaded[name] ??= load(files[name])`
}

function allOf(names) {
  return [
    "import { keep } from 'topics:loaded'",
    ...names.map((name) => `import * as ${name} from 'topics:${name}'\nkeep('${name}', ${name})`),
  ].join('\n')
}

/** What a module exports; whatever else than functions it had would have to be loaded for its value. */
export async function functionsOf(file) {
  const values = Object.entries(await import(pathToFileURL(file).href))
  const other = values.find(([, value]) => typeof value !== 'function' || /^class\b/.test(String(value)))
  if (other !== undefined)
    throw new Error(
      `${relative(root, file)} exports \`${other[0]}\`, which is no function: it cannot be a topic's`,
    )
  return values.map(([name]) => name)
}
