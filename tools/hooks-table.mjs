// Writes the table of docs/hooks.md: what each client does when its hook is broken. What was run stands in
// test/clients/broken-hooks.mjs, where `npm run clients` holds it against the clients. `--check` only says whether it is so.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { HOOK_CLIENTS } from '../packages/clients/src/hooks/hook-clients.ts'
import { BROKEN, WAYS } from '../test/clients/broken-hooks.mjs'

const PAGE = fileURLToPath(new URL('../docs/hooks.md', import.meta.url))
const [BEGIN, END] = ['<!-- broken-hooks -->\n', '<!-- /broken-hooks -->']

/** The page with the table as it should be. */
function withTable(page) {
  const [head, rest = ''] = page.split(BEGIN)
  return `${head}${BEGIN}\n${table()}\n${END}${rest.split(END)[1] ?? ''}`
}

function table() {
  const ways = Object.keys(WAYS)
  const rows = HOOK_CLIENTS.map(({ id, title, source }) => {
    const seen = BROKEN[id]
    const cells = ways.map((way) =>
      seen === undefined ? 'not run' : seen[way] === 'runs' ? '**runs**' : seen[way],
    )
    const seenAt = source.startsWith('http') ? `[its page](${source})` : source
    return [title].concat(cells, seenAt)
  })
  const head = ['the tool of', ...ways, 'seen']
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at].length)))
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |\n`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('')
}

const page = readFileSync(PAGE, 'utf8')
if (!process.argv.includes('--check')) writeFileSync(PAGE, withTable(page))
else if (page !== withTable(page)) process.exitCode = 1
