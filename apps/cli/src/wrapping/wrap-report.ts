import type { PlannedServer, ServerAction } from '@kvlar/clients'
import {
  BUNDLED_HELP,
  bundledText,
  shownName,
  type AppliedFile,
  type Bundled,
  type Plan,
  type PlannedFile,
  type PlannedHook,
} from '@kvlar/clients/file'
import { layOut, visibleText } from '@kvlar/core/text'
import type { Page } from '../terminal/terminal.ts'

/** What is said of a server, before its name. */
const WORDS: Readonly<Record<ServerAction, string>> = {
  wrap: '+',
  update: '~',
  unwrap: '-',
  already: '=',
  'not-wrapped': '=',
  'skip-filter': '·',
  'skip-url': '·',
  'skip-disabled': '·',
  'skip-no-command': '·',
  refuse: '✗',
}

/** What is said of the hook of a client. */
const HOOK_WORDS: Readonly<Record<PlannedHook['action'], string>> = {
  add: '+ hook  asks Kvlar before the client runs a tool of its own',
  update: '~ hook  starts this Kvlar, under the policy that is named',
  already: '= hook  asks Kvlar already',
  remove: '- hook  does not ask Kvlar any more',
}

/** A plan and what came of it, for people. Without `applied` nothing was changed, and the differences are shown. */
export function printPlan(plan: Plan, applied: readonly AppliedFile[] | undefined, page: Page): void {
  for (const file of plan.files) {
    page.line(`${page.tone('heading', visibleText(file.title))}  ${visibleText(file.path)}`)
    if (file.hook !== undefined) page.line(`  ${HOOK_WORDS[file.hook.action]}`)
    else if (file.servers.length === 0) page.line('  it holds no servers')
    for (const line of layOut(file.servers.map(serverRow), page.width)) page.line(line)
    if (applied === undefined) printDiff(file, page)
    printOutcome(
      applied?.find(({ target }) => target === file.target),
      page,
    )
    for (const note of file.notes) page.line(`  ${page.tone('warning', 'note:')} ${visibleText(note)}`)
    page.line()
  }
  printBundled(plan.bundled ?? [], page)
  for (const path of plan.managed) {
    page.line(`${visibleText(path)} belongs to an administrator; name it with --config to change it\n`)
  }
}

/** Servers that the client starts from files which are not for us to change. */
function printBundled(bundled: readonly Bundled[], page: Page): void {
  if (bundled.length === 0) return
  page.line(page.tone('heading', 'Not covered: servers of extensions, plug-ins and bundles'))
  for (const one of bundled) page.line(`  ${page.tone('warning', '!')} ${visibleText(bundledText(one))}`)
  page.line(`${BUNDLED_HELP}\n`)
}

function serverRow(server: PlannedServer): [string, string] {
  const { action, reason, curated } = server
  const under = curated?.used === true ? `, under the policy \`${curated.name}\`` : ''
  return [visibleText(`${WORDS[action]} ${shownName(server)}`), visibleText(`${reason}${under}`)]
}

function printDiff({ diff }: PlannedFile, page: Page): void {
  for (const line of diff.split('\n').slice(0, -1)) {
    const tone = line.startsWith('+') ? 'good' : line.startsWith('-') ? 'bad' : 'quiet'
    // A tab is what it looks like here; everything else that cannot be seen is shown.
    page.line(`  ${page.tone(tone, line.split('\t').map(visibleText).join('\t'))}`)
  }
}

function printOutcome(applied: AppliedFile | undefined, page: Page): void {
  if (applied === undefined) return
  if (applied.error === undefined) {
    if (applied.backup !== undefined)
      page.line(`  ${page.tone('quiet', `copy of before: ${visibleText(applied.backup)}`)}`)
  } else {
    page.line(`  ${page.tone('bad', 'not changed:')} ${visibleText(applied.error.message)}`)
  }
}
