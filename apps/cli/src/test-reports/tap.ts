import { visibleText } from '@kvlar/core'
import type { TestReport } from '../policy-tests/suite.ts'

/** The report in the Test Anything Protocol, version 14. */
export function tapReport({ suites, total }: TestReport): string {
  const results = suites.flatMap((suite) => suite.results.map((result) => ({ file: suite.file, result })))
  const lines = results.flatMap(({ file, result: { id, passed, failures, origin } }, at) => {
    const line = `${passed ? 'ok' : 'not ok'} ${at + 1} - ${escape(`${file}: ${id}`)}`
    const details = failures.map((failure) => `    - ${JSON.stringify(visibleText(failure))}\n`).join('')
    return passed ? line : `${line}\n  ---\n  failures:\n${details}  line: ${origin.line}\n  ...`
  })
  return `${['TAP version 14', `1..${total}`, ...lines].join('\n')}\n`
}

/** `#` would begin a directive. */
function escape(text: string): string {
  return visibleText(text).replaceAll(/[\\#]/g, '\\$&')
}
