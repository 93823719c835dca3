import type { UrlParser } from '../engine.ts'
import { LIMITS } from '../limits.ts'
import type { Diagnostic, Policy } from '../policy.ts'
import { freeze } from '../policy/freeze.ts'
import { createBench } from './bench.ts'
import { findAlwaysHolds } from './reach/always-holds.ts'
import { findChangedValues } from './foreign/changed-values.ts'
import { findExclusions } from './width/exclusions.ts'
import type { Check, Finding } from './finding.ts'
import { findForeignFields } from './foreign/foreign-fields.ts'
import { findForeignPatterns } from './foreign/foreign-patterns.ts'
import { findForeignValues } from './foreign/foreign-values.ts'
import { findNarrowDeny } from './width/narrow-deny.ts'
import { findNeverHolds } from './reach/never-holds.ts'
import { findOpenArguments } from './width/open-arguments.ts'
import { RuleCase } from './rule-case.ts'
import { createSourceSpots } from './source-spots.ts'
import { findLimitsOfOneProcess, findLimitsTheWrongWayRound } from './reach/state-limits.ts'
import { findUnequalPots } from './reach/unequal-pots.ts'
import { findUnreachable } from './reach/unreachable.ts'
import { findWideAllow } from './width/wide-allow.ts'
import { findWideNames } from './width/wide-names.ts'

/** What lint takes from its platform. */
export interface LintOptions {
  /** A WHATWG URL parser, as `createEngine` takes it. */
  readonly parseUrl: UrlParser
  /** The text of a policy's file: with it findings name exact places, and how values are spelled is looked at. */
  readonly textOf?: (file: string) => string | undefined
}

/** Every kind of mistake that is looked for; an earlier one says more about the same place. */
const CHECKS: readonly Check[] = [
  findForeignPatterns,
  findForeignFields,
  findForeignValues,
  findChangedValues,
  findNeverHolds,
  findAlwaysHolds,
  findUnreachable,
  findLimitsTheWrongWayRound,
  findLimitsOfOneProcess,
  findUnequalPots,
  findWideNames,
  findExclusions,
  findWideAllow,
  findOpenArguments,
  findNarrowDeny,
]

/**
 * Looks for rules that load and mean something else than they seem to. Each warning comes with a call that shows it,
 * on which the engine has been asked. Built-in policies that others extend are left alone.
 *
 * @param policies as they would decide together
 * @returns at most `LIMITS.diagnosticsMax` warnings, by file and place
 */
export function lintPolicies(policies: readonly Policy[], options: LintOptions): readonly Diagnostic[] {
  return lintBy(CHECKS, policies, options)
}

/**
 * Looks for pots that policies share which need not decide together, but are counted in one store. What is wrong within
 * one of them `lintPolicies` tells too.
 * @returns warnings as `lintPolicies` gives them
 */
export function lintPots(policies: readonly Policy[], options: LintOptions): readonly Diagnostic[] {
  return lintBy([findUnequalPots], policies, options)
}

function lintBy(
  checks: readonly Check[],
  policies: readonly Policy[],
  { parseUrl, textOf = () => undefined }: LintOptions,
): readonly Diagnostic[] {
  const bench = createBench(policies, parseUrl, createSourceSpots(textOf))
  const found = new Map<string, Diagnostic>()
  for (const policy of policies)
    for (const rule of policy.rules) {
      if (found.size >= LIMITS.diagnosticsMax) break
      if (isBuiltin(rule.origin.file) && rule.origin.file !== policy.file) continue
      const subject = new RuleCase(rule, policy, bench)
      for (const finding of findingsOf(checks, subject)) {
        if (found.size >= LIMITS.diagnosticsMax) break
        add(finding, subject, found)
      }
    }
  return freeze([...found.values()].toSorted(byPlace))
}

function* findingsOf(checks: readonly Check[], subject: RuleCase): Generator<Finding> {
  for (const check of checks) yield* check(subject)
}

function isBuiltin(file: string): boolean {
  return file.startsWith('<builtin:')
}

/** A list that several rules share through an alias is wrong once. */
function add(
  { code, spot, message, help, call }: Finding,
  subject: RuleCase,
  found: Map<string, Diagnostic>,
): void {
  const { file, line, column } = spot
  const key = JSON.stringify(line > 0 ? [code, file, line, column] : [code, subject.rule.id, message])
  if (found.has(key)) return
  const witness = subject.witness(call)
  found.set(key, { code, severity: 'warning', message: cut(message), ...spot, help: cut(help), witness })
}

/** Characters of a sentence that quotes the policy. */
const SENTENCE_CHARS_MAX = 500

function cut(sentence: string): string {
  if (sentence.length <= SENTENCE_CHARS_MAX) return sentence
  const head = sentence.slice(0, SENTENCE_CHARS_MAX)
  return `${head.isWellFormed() ? head : head.slice(0, -1)}…`
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1
  return left.line - right.line || left.column - right.column
}
