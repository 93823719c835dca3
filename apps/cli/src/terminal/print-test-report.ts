import { wrapText, plural, visibleText } from '@kvlar/core/text'
import { percentText, type Coverage, type Suite, type TestReport } from '@kvlar/core/policy-test'
import type { Page } from './terminal.ts'

/** Prints a report for people: what failed and why; with `verbose` also what passed. */
export function printTestReport(report: TestReport, page: Page, { verbose }: { verbose: boolean }): void {
  for (const suite of report.suites) printSuite(suite, page, verbose)
  if (report.coverage !== undefined) printCoverage(report.coverage, page)
  const { total, passed, failed } = report
  const counts = `${passed} passed${failed === 0 ? '' : `, ${page.tone('bad', `${failed} failed`)}`}`
  page.line(`\n${plural(total, 'test')}: ${counts}`)
}

function printSuite({ file, results }: Suite, page: Page, verbose: boolean): void {
  const failed = results.filter(({ passed }) => !passed).length
  const counts = failed === 0 ? `${results.length} passed` : `${failed} of ${results.length} failed`
  const good = results.length === 0 ? page.tone('warning', '·') : page.tone('good', '✓')
  const mark = failed === 0 ? good : page.tone('bad', '✗')
  page.line(`${mark} ${visibleText(file)}  ${page.tone('quiet', counts)}`)
  for (const { id, passed, failures, why = [], origin, ...actual } of results) {
    const { actual_decision, actual_rule, actual_reason } = actual
    if (passed) {
      if (verbose) {
        page.line(
          `  ${page.tone('good', '✓')} ${visibleText(id)}  ${page.tone('quiet', `${actual_decision}, ${visibleText(actual_rule)}`)}`,
        )
      }
      continue
    }
    page.line(
      `  ${page.tone('bad', '✗')} ${visibleText(id)}  ${page.tone('quiet', visibleText(`${origin.file}:${origin.line}`))}`,
    )
    for (const failure of failures) page.line(`      ${visibleText(failure)}`)
    page.line(
      page.tone('quiet', `      ${actual_decision} by ${visibleText(`${actual_rule}: ${actual_reason}`)}`),
    )
    for (const reason of why) printWhy(reason, page)
  }
}

function printWhy(reason: string, page: Page): void {
  const [first = '', ...more] = wrapText(visibleText(reason), Math.max(page.width - 8, 40))
  page.line(`      · ${first}`)
  for (const line of more) page.line(`        ${line}`)
}

function printCoverage({ rules, covered, uncovered, percent }: Coverage, page: Page): void {
  page.line(`\ncoverage: ${covered} of ${plural(rules, 'rule')} decided a case (${percentText(percent)} %)`)
  for (const { id, origin } of uncovered) {
    page.line(
      `  ${page.tone('warning', '·')} ${visibleText(id)}  ${page.tone('quiet', visibleText(`${origin.file}:${origin.line}`))}`,
    )
  }
}
