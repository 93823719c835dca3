import { plural } from '../../text/plural.ts'
import { visibleText } from '../../text/visible-text.ts'
import type { TestReport } from './test-report.ts'
import { percentText } from './coverage.ts'

/** Workflow commands that mark each failed case in its file, and each rule without one. */
export function githubReport({ suites, total, failed, coverage }: TestReport): string {
  const failures = suites
    .flatMap(({ results }) => results)
    .filter(({ passed }) => !passed)
    .map(({ id, failures: said, why = [], origin }) =>
      command('error', origin, { title: id, message: [...said, ...why].join('; ') }),
    )
  const uncovered = (coverage?.uncovered ?? []).map(({ id, origin }) =>
    command('warning', origin, { title: id, message: 'no test is decided by this rule' }),
  )
  const covered = coverage === undefined ? '' : `, ${percentText(coverage.percent)} % of the rules covered`
  return `${[...failures, ...uncovered, `${plural(total, 'test')}, ${failed} failed${covered}`].join('\n')}\n`
}

interface Place {
  readonly file: string
  readonly line: number
}

function command(
  level: 'error' | 'warning',
  { file, line }: Place,
  said: { title: string; message: string },
): string {
  const properties = `file=${property(file)},line=${line},title=${property(said.title)}`
  return `::${level} ${properties}::${data(said.message)}`
}

/** Line feeds, which would end the command, are written visibly. */
const data = (text: string): string => visibleText(text).replaceAll('%', '%25')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
