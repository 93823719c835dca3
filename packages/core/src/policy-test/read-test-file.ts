import { dropUndefined } from '../document/drop-undefined.ts'
import { kindOf, readMap, type Read } from '../document/map-reader.ts'
import type { MapEntry, Node } from '../document/node.ts'
import { readList, readName, readText } from '../document/read-scalar.ts'
import type { Report } from '../document/report.ts'
import { readSource, type Source } from '../document/source-document.ts'
import { LIMITS } from '../limits.ts'
import { freeze } from '../policy/freeze.ts'
import type { Diagnostic } from '../policy.ts'
import { expandParams } from './expand-params.ts'
import { Placeholders } from './placeholders.ts'
import type { PolicyTestCase, PolicyTestFile } from './policy-test-file.ts'
import { readInstant } from './instant.ts'
import { readTestCase } from './read-test-case.ts'
import { TEST_FILE_KEYS } from './test-keys.ts'

/** A test file, or every problem that keeps it from being run. */
export type ReadTestFile =
  | { readonly ok: true; readonly tests: PolicyTestFile }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** 2026-01-01T12:00:00Z: the time of cases that state none, so that they decide the same on every day. */
export const DEFAULT_NOW_MS = 1_767_268_800_000

/** Reads a policy test file (`*.test.yaml`, also JSON or TOML); never throws for what a file says. */
export function readTestFile(source: Source): ReadTestFile {
  const found: Diagnostic[] = []
  const { report, node } = readSource(source, 'TEST', found)
  const tests = node && readTests(node, report)
  if (tests === undefined || report.errors > 0) return { ok: false, diagnostics: freeze(found) }
  return { ok: true, tests: freeze(tests) }
}

function readTests(node: Node, report: Report): PolicyTestFile | undefined {
  const map = readMap(node, report, { keys: TEST_FILE_KEYS, what: 'a test file', file: 'tests' })
  if (map === undefined) return undefined
  const policy = map.optional('policy', readName)
  const description = map.optional('description', readText)
  const nowMs = map.optional('now', readInstant) ?? DEFAULT_NOW_MS
  const values = new Placeholders(map.optional('values', readValues) ?? new Map(), report)
  const cases = map.required(
    'tests',
    readList((item) => readCases(item, { nowMs, values }, report), { max: LIMITS.testCasesMax }),
  )
  values.reportUnused('the file')
  if (cases === undefined) return undefined
  return dropUndefined({
    file: report.file,
    policy,
    description,
    cases: uniqueCases(cases.flat(), report),
  })
}

const readValues: Read<ReadonlyMap<string, MapEntry>> = (node, report) =>
  node.kind === 'map'
    ? node.entries
    : report.shared('WRONG_TYPE', node, `\`values\` must be a map of names and values, not ${kindOf(node)}`)

interface PlacedCase {
  readonly case: PolicyTestCase
  readonly node: Node
}

/** What cases share. */
interface FileDefaults {
  readonly nowMs: number
  readonly values: Placeholders
}

function readCases(node: Node, { nowMs, values }: FileDefaults, report: Report): readonly PlacedCase[] {
  const read = readTestCase(nowMs)
  if (node.kind !== 'map') {
    read(node, report)
    return []
  }
  const written = node.entries.get('id')?.value
  return expandParams(node, report, values).flatMap(({ node: filled, row, place }) => {
    const found = read(filled, report)
    if (found === undefined) return []
    // An id that holds a placeholder tells its rows apart itself.
    const isShared = row > 0 && written?.kind === 'scalar' && written.value === found.id
    const id = isShared ? `${found.id}#${row}` : found.id
    return [{ case: { ...found, id, origin: report.origin(place) }, node: written ?? node }]
  })
}

function uniqueCases(placed: readonly PlacedCase[], report: Report): readonly PolicyTestCase[] {
  const lines = new Map<string, number>()
  for (const { case: found, node } of placed) {
    const line = lines.get(found.id)
    if (line !== undefined)
      report.add('TEST_DUPLICATE_ID', node, `the id \`${found.id}\` is taken by the test in line ${line}`)
    lines.set(found.id, line ?? found.origin.line)
  }
  if (placed.length > LIMITS.testCasesMax)
    report.shared(
      'TOO_LARGE',
      { start: 0, end: 0, path: 'tests' },
      `the file has over ${LIMITS.testCasesMax} cases`,
    )
  return placed.map(({ case: found }) => found)
}
