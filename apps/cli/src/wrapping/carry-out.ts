import type { Environment } from '@kvlar/clients'
import { applyPlan, planJson, shownName, type Plan } from '@kvlar/clients/file'
import { plural, visibleText } from '@kvlar/core/text'
import { EXIT_CODES, type ExitCode } from '../failures/exit-codes.ts'
import { printDiagnostics } from '../terminal/print-diagnostics.ts'
import type { Page, Terminal } from '../terminal/terminal.ts'
import { UsageError } from '../failures/usage-error.ts'
import { printPlan } from './wrap-report.ts'

export interface CarryOutOptions {
  readonly environment: Environment
  readonly dryRun: boolean
  readonly json: boolean
  readonly besides?: Besides
}

/** What is done and said besides the change of the files. */
export interface Besides {
  /** Done before any file changes; not in a dry run. */
  prepare(): void
  /** Printed after the files. */
  print(page: Page): void
  /** Said last. */
  readonly last: readonly string[]
  /** Members for scripts. */
  json(): object
}

/**
 * Carries out a plan of `wrap` or `unwrap`, unless it is a dry run, and says what was done.
 * @throws UsageError before anything is changed, when a name on the command line means no server
 */
export function carryOut(plan: Plan, options: CarryOutOptions, { out, err }: Terminal): ExitCode {
  checkNames(plan)
  const { environment, besides } = options
  if (!options.dryRun) besides?.prepare()
  const applied = options.dryRun ? undefined : applyPlan(plan, { environment })
  if (options.json) {
    out.line(
      JSON.stringify({
        ...planJson(plan, applied),
        ...besides?.json(),
        held_calls: besides?.last.length === 0 ? undefined : besides?.last,
      }),
    )
  } else {
    printPlan(plan, applied, out)
    besides?.print(out)
    const unguarded = unguardedServers(plan)
    if (unguarded.length > 0)
      out.line(`${out.tone('bad', 'without Kvlar:')} ${visibleText(unguarded.join(', '))}`)
    if (plan.problems.length === 0)
      out.line(summary(plan, applied?.filter(({ error }) => error === undefined).length))
    for (const line of besides?.last ?? []) out.line(visibleText(line))
  }
  for (const { error } of plan.problems) printDiagnostics(error.diagnostics, err)
  if (plan.problems.length > 0) return EXIT_CODES.policyInvalid
  if (applied?.some(({ error }) => error !== undefined)) return EXIT_CODES.internal
  return unguardedServers(plan).length > 0 ? EXIT_CODES.unguarded : EXIT_CODES.ok
}

/** Servers that start a command, were to be wrapped and stay as they are. */
function unguardedServers({ kind, files }: Plan): readonly string[] {
  if (kind === 'unwrap') return []
  return files.flatMap(({ servers }) => servers.filter(({ action }) => action === 'refuse').map(shownName))
}

/** @throws UsageError when a name on the command line means no server, or there is nothing to change */
export function checkNames({ kind, files, problems, managed, bundled = [], unmatched }: Plan): void {
  const [name] = unmatched
  if (name !== undefined) throw new UsageError(`there is no server \`${name}\`; nothing was changed`)
  if (kind === 'wrap' && files.length + problems.length + managed.length + bundled.length === 0) {
    throw new UsageError('no configuration of an MCP client was found', 'name one with `--config FILE`')
  }
}

/** The last line: what is done, and what to do next. */
function summary({ kind, files }: Plan, written: number | undefined): string {
  const changes = files.filter(({ changed }) => changed).length
  if (changes === 0) return kind === 'wrap' ? 'nothing to wrap' : 'nothing to unwrap'
  if (written === undefined) return `${plural(changes, 'file')} would change; this was a dry run`
  const undo = kind === 'wrap' ? '; `kvlar unwrap` takes it back' : ''
  return `${plural(written, 'file')} changed; restart the client${written === 1 ? '' : 's'}${undo}`
}
