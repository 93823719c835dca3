import { LIMITS } from '../../limits.ts'
import { nearest } from '../../text/nearest.ts'
import type { Report } from '../../document/report.ts'
import type { Diagnostic } from '../../policy.ts'
import type { Rule } from '../../rule.ts'
import type { DeclaredRule, ExtendsReference } from '../dialects/declared-policy.ts'
import type { PolicyFiles } from './policy-files.ts'
import { warnOfInherited } from './warn-of-inherited.ts'
import { readDeclaredPolicy, type ReadDeclared } from '../dialects/read-declared-policy.ts'

/**
 * The rules in the order in which they are asked: own ones first, then those of each base in list order, recursively;
 * each base once, cycles refused. Priority orders the rules of one file, so nothing inherited comes before own rules.
 */
export function collectRules(root: ReadDeclared, files: PolicyFiles, found: Diagnostic[]): readonly Rule[] {
  const collector = new RuleCollector(files, found)
  const { file } = root.report
  collector.add(root, [files.resolve(file, /[^/\\]*$/.exec(file)?.[0] ?? file)])
  const own = inOrder(root.declared?.rules ?? [])
  warnOfInherited(own, collector.rules.slice(own.length), root.report)
  return collector.rules
}

class RuleCollector {
  readonly rules: Rule[] = []
  readonly #files: PolicyFiles
  readonly #found: Diagnostic[]
  readonly #seen = new Set<string>()
  readonly #ids = new Map<string, Rule>()

  constructor(files: PolicyFiles, found: Diagnostic[]) {
    this.#files = files
    this.#found = found
  }

  /** `chain` holds the names of the files from the first to this one. */
  add({ declared, report }: ReadDeclared, chain: readonly string[]): void {
    this.#seen.add(chain.at(-1) ?? '')
    if (declared === undefined) return
    const fresh = declared.rules.filter((rule) => this.#isFresh(rule, report))
    for (const { rule } of inOrder(fresh)) this.rules.push(rule)
    for (const reference of declared.extends) this.#addBase(reference, report, chain)
  }

  #isFresh({ rule, idPlace }: DeclaredRule, report: Report): boolean {
    const earlier = this.#ids.get(rule.id)
    if (earlier !== undefined) {
      const { file, line } = earlier.origin
      const where = line === 0 ? `in ${file}` : `at ${file}:${line}`
      report.add('POLICY_DUPLICATE_RULE', idPlace, `the id \`${rule.id}\` is taken by the rule ${where}`)
      return false
    }
    if (this.#ids.size === LIMITS.rulesMax)
      report.shared('TOO_LARGE', idPlace, `the policy and its bases have over ${LIMITS.rulesMax} rules`)
    this.#ids.set(rule.id, rule)
    return true
  }

  #addBase({ text, place }: ExtendsReference, report: Report, chain: readonly string[]): void {
    const builtin = this.#files.builtin(text)
    const name = builtin === undefined ? this.#files.resolve(report.file, text) : `<builtin:${text}>`
    if (chain.includes(name)) {
      const links = [...chain.slice(chain.indexOf(name)), name].join(' → ')
      report.add('POLICY_EXTENDS_CYCLE', place, `the policy extends itself: ${links}`)
      return
    }
    if (this.#seen.has(name)) return
    if (this.#seen.size > LIMITS.extendsMax) {
      report.shared('TOO_LARGE', place, `over ${LIMITS.extendsMax} policies are reached through \`extends\``)
      return
    }
    const base = builtin ?? this.#files.read(name)
    if (base === undefined) {
      this.#seen.add(name)
      const meant = nearest(text, this.#files.builtinNames ?? [])
      const why = this.#files.whyUnreadable?.(name)
      report.add(
        'POLICY_EXTENDS_NOT_FOUND',
        place,
        `\`${text}\` is not the name of a built-in policy, and \`${name}\` cannot be read${why === undefined ? '' : `: ${why}`}`,
        meant === undefined ? undefined : `did you mean \`${meant}\`?`,
      )
      return
    }
    this.add(readDeclaredPolicy({ file: name, text: base }, this.#found), [...chain, name])
  }
}

/** Lower priorities first; equal ones keep the order of the file. */
function inOrder(rules: readonly DeclaredRule[]): readonly DeclaredRule[] {
  return rules.toSorted((one, other) => one.rule.priority - other.rule.priority)
}
