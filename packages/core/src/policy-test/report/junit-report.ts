import type { PolicyTestResult } from '../run-policy-tests.ts'
import { visibleText } from '../../text/visible-text.ts'
import type { Suite, TestReport } from './test-report.ts'

/** The report in the XML that build servers read as JUnit's. */
export function junitReport({ suites, total, failed }: TestReport): string {
  const body = suites.map(suiteXml).join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="${total}" failures="${failed}">\n${body}</testsuites>\n`
}

function suiteXml({ file, results }: Suite): string {
  const failed = results.filter(({ passed }) => !passed).length
  const cases = results.map((result) => caseXml(file, result)).join('')
  return `  <testsuite name="${escape(file)}" tests="${results.length}" failures="${failed}">\n${cases}  </testsuite>\n`
}

function caseXml(file: string, { id, passed, failures, why = [], origin }: PolicyTestResult): string {
  const head = `    <testcase classname="${escape(file)}" name="${escape(id)}" file="${escape(origin.file)}" line="${origin.line}"`
  if (passed) return `${head}/>\n`
  return `${head}>\n      <failure message="${escape(failures[0] ?? '')}">${escape([...failures, ...why].join('; '))}</failure>\n    </testcase>\n`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** XML 1.0 has no form for most control characters, so they are written visibly. */
function escape(text: string): string {
  return visibleText(text).replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
}
