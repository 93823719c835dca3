/*
 * Writes the methods of `docs/spec/serve.md` from the schemas that requests are checked with. Run it after a change of
 * one: `node tools/serve-reference.mjs`; `--print` writes to standard output instead.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { METHODS, paramsSchema } from '../packages/runtime/src/serve/index.ts'
import { root } from './packages.mjs'

const FILE = join(root, 'docs/spec/serve.md')
const MARK = '<!-- methods -->'

/** The text `docs/spec/serve.md` must have: its own words, and behind the mark what the schemas say. */
async function serveReference() {
  const [words] = readFileSync(FILE, 'utf8').split(MARK)
  const style = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8'))
  const sections = Object.entries(METHODS).map(([name, method]) => section(name, method))
  return format([`${words}${MARK}`, ...sections].join('\n\n'), { ...style, parser: 'markdown' })
}

function section(name, method) {
  const { does, scope } = method
  const schema = JSON.stringify(paramsSchema(method), null, 2)
  return [`### \`${name}\``, `${does} Scope: \`${scope}\`.`, '```json', schema, '```'].join('\n\n')
}

const text = await serveReference()
if (process.argv.includes('--print')) process.stdout.write(text)
else writeFileSync(FILE, text)
