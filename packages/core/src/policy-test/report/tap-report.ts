import { visibleText } from '../../text/visible-text.ts'
import type { TestReport } from './test-report.ts'

/** The report in the Test Anything Protocol, version 14. */
export function tapReport({ suites, total }: TestReport): string {
  const results = suites.flatMap((suite) => suite.results.map((result) => ({ file: suite.file, result })))
  const lines = results.flatMap(({ file, result: { id, passed, failures, why = [], origin } }, at) => {
    const line = `${passed ? 'ok' : 'not ok'} ${at + 1} - ${escape(`${file}: ${id}`)}`
    if (passed) return line
    return `${line}\n  ---\n  failures:\n${items(failures)}  why:\n${items(why)}  line: ${origin.line}\n  ...`
  })
  return `${['TAP version 14', `1..${total}`, ...lines].join('\n')}\n`
}

/** `#` would begin a directive. */
function escape(text: string): string {
  return visibleText(text).replaceAll(/[\\#]/g, '\\$&')
}

function items(texts: readonly string[]): string {
  return texts.map((text) => `    - ${JSON.stringify(visibleText(text))}\n`).join('')
}
