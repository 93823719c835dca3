import {
  githubReport,
  jsonReport,
  junitReport,
  percentText,
  tapReport,
  type TestReport,
} from '@kvlar/core/policy-test'
import { visibleText } from '@kvlar/core/text'
import { findTests, runSuites } from '@kvlar/runtime/policies'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { testSpec } from './test-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'
import { printTestReport } from '../../terminal/print-test-report.ts'
import { UsageError } from '../../failures/usage-error.ts'

type Flags = Input<typeof testSpec>['flags']

/** Runs policy tests. */
export function run({ flags, operands }: Input<typeof testSpec>, { out, err }: Terminal): ExitCode {
  const { policy, filter, threshold } = flags
  const format = formatOf(flags)
  const named = [...flags.file, ...operands]
  const { files, others } = findTests(named.length > 0 ? named : ['.'])
  for (const file of others) err.line(`passed over ${visibleText(file)}: it holds no tests of policies`)
  const report = runSuites(files, { policy, filter, coverage: flags.coverage || threshold !== undefined })
  print(report, format, { page: out, verbose: flags.verbose })
  if (report.total === 0) {
    err.line(
      `${err.tone('bad', 'error:')} no test was run${filter === undefined ? '' : `; \`--filter\` fits none`}`,
    )
    return EXIT_CODES.testsFailed
  }
  if (report.failed > 0) return EXIT_CODES.testsFailed
  if (threshold !== undefined && report.coverage !== undefined && report.coverage.percent < threshold) {
    err.line(
      `${err.tone('bad', 'error:')} coverage is ${percentText(report.coverage.percent)} %, below the threshold of ${threshold} %`,
    )
    return EXIT_CODES.coverageTooLow
  }
  return EXIT_CODES.ok
}

function formatOf({ json, format }: Flags): NonNullable<Flags['format']> {
  if (!json) return format ?? 'pretty'
  if (format === undefined || format === 'json') return 'json'
  throw new UsageError(`\`--json\` and \`--format ${format}\` contradict each other`)
}

function print(
  report: TestReport,
  format: NonNullable<Flags['format']>,
  { page, verbose }: { readonly page: Page; readonly verbose: boolean },
): void {
  switch (format) {
    case 'pretty':
      printTestReport(report, page, { verbose })
      return
    case 'json':
      page.write(jsonReport(report))
      return
    case 'junit':
      page.write(junitReport(report))
      return
    case 'tap':
      page.write(tapReport(report))
      return
    case 'github':
      page.write(githubReport(report))
  }
}
