import { isJsonObject } from '../../json/json-shape.ts'
import type { JsonObject, JsonValue } from '../../json-value.ts'
import { LIMITS } from '../../limits.ts'
import type { FieldPath, PathSegment } from '../../rule.ts'
import { isJsonText } from './json-text.ts'
import { createTwinTest, type TwinTest } from './key-twin.ts'
import { ERROR, FALSE, TRUE, type TruthMask } from '../truth-mask.ts'

/** What is asked of the value at the end of a path. */
export interface FieldTest {
  readonly ofValue: (value: JsonValue) => TruthMask
  readonly ofAbsent: TruthMask
}

/** Elements that wildcards may still visit. */
interface Budget {
  left: number
  /** The whole path as one key: a name of its own, and no twin of the first one in it. */
  readonly literal: string
}

/** Is anything there at all? A wildcard over something that is no list counts as there. */
const PRESENT: FieldTest = { ofValue: () => TRUE, ofAbsent: FALSE }

/**
 * Asks the test of the value that the path leads to, in the arguments of one call after another. A top-level key
 * spelled like the whole path is a second way to say the same; both at once is an error, so that adding
 * `"options.force": false` dodges no rule on nested `force`.
 * So is a key that some reader may take for one of the path's. Under a wildcard all elements must agree; anything else
 * is an error.
 */
export function fieldReader(path: FieldPath, test: FieldTest): (parameters: JsonObject) => TruthMask {
  const { text } = path
  if (!isOneKey(path)) {
    const hasLiteralTwin = createTwinTest(text)
    return (parameters) => (hasLiteralTwin(parameters) ? ERROR : testField(path, parameters, test))
  }
  const { ofValue, ofAbsent } = test
  const isTwinned = createTwinTest(text)
  return (parameters) => {
    if (isTwinned(parameters)) return ERROR
    const value = Object.hasOwn(parameters, text) ? parameters[text] : undefined
    return value === undefined ? ofAbsent : ofValue(value)
  }
}

function testField(path: FieldPath, parameters: JsonObject, test: FieldTest): TruthMask {
  const literal = literalValue(path, parameters)
  if (literal === undefined) return walk(parameters, path.segments, test, budget(path))
  return isAmbiguous(path, parameters) ? ERROR : test.ofValue(literal)
}

/** Why a path can be taken in two ways, whatever is asked of its value; undefined when it cannot. */
export function pathProblem(path: FieldPath, parameters: JsonObject): string | undefined {
  if (isAmbiguous(path, parameters))
    return `\`${path.text}\` is there twice, as one key and as a nested value`
  return hasTwin(path, parameters)
    ? `an argument differs from \`${path.text}\` only in case or Unicode form, or in what stands around it, and could be taken for it`
    : undefined
}

/** Whether both the literal key and the nested value are there. */
function isAmbiguous(path: FieldPath, parameters: JsonObject): boolean {
  return (
    literalValue(path, parameters) !== undefined &&
    walk(parameters, path.segments, PRESENT, budget(path)) !== FALSE
  )
}

/** Every value the path leads to, in order, as far as the bound allows. */
export function fieldValues(path: FieldPath, parameters: JsonObject): readonly JsonValue[] {
  const literal = literalValue(path, parameters)
  if (literal !== undefined) return [literal]
  const found: JsonValue[] = []
  const collect: FieldTest = {
    ofValue: (value) => {
      found.push(value)
      return TRUE
    },
    ofAbsent: TRUE,
  }
  walk(parameters, path.segments, collect, budget(path))
  return found
}

/** The value under the key that is spelled like the whole path, unless the path is that one key. */
function literalValue(path: FieldPath, parameters: JsonObject): JsonValue | undefined {
  if (isOneKey(path)) return undefined
  return Object.hasOwn(parameters, path.text) ? parameters[path.text] : undefined
}

function isOneKey({ segments, text }: FieldPath): boolean {
  const [first] = segments
  return segments.length === 1 && first?.kind === 'key' && first.key === text
}

function budget({ text }: FieldPath): Budget {
  return { left: LIMITS.wildcardElementsMax, literal: text }
}

function walk(
  start: JsonValue | undefined,
  segments: readonly PathSegment[],
  test: FieldTest,
  visits: Budget,
): TruthMask {
  let value = start
  for (let index = 0; index < segments.length; index += 1) {
    const segment = segments[index]
    if (segment === undefined) break
    if (segment.kind === 'wildcard') return walkElements(value, segments.slice(index + 1), test, visits)
    if (isDoubtfulStep(segment, value, visits.literal)) return ERROR
    value = segment.kind === 'index' ? element(value, segment.index) : property(value, segment.key)
    if (value === undefined) return test.ofAbsent
  }
  return value === undefined ? test.ofAbsent : test.ofValue(value)
}

function walkElements(
  value: JsonValue | undefined,
  rest: readonly PathSegment[],
  test: FieldTest,
  visits: Budget,
): TruthMask {
  if (value === undefined || value === null) return test.ofAbsent
  if (!Array.isArray(value)) return ERROR
  let agreed: TruthMask | undefined
  for (const item of value) {
    visits.left -= 1
    if (visits.left < 0) return ERROR
    const found = walk(item, rest, test, visits)
    agreed ??= found
    if (found !== agreed) return ERROR
  }
  return agreed ?? test.ofAbsent
}

/**
 * Whether a step leads into something that it does not fit and that a reader may fit to it: an object with a twin of the
 * key, an object as JSON text or alone in a list, one thing where a list is asked for.
 */
function isDoubtfulStep(
  segment: Exclude<PathSegment, { kind: 'wildcard' }>,
  value: JsonValue | undefined,
  literal: string,
): boolean {
  if (value === undefined || value === null) return false
  if (segment.kind === 'index') return !Array.isArray(value)
  if (Array.isArray(value)) return value.some(isContainer)
  return typeof value === 'object' ? hasTwinOf(segment, value, literal) : isJsonText(value)
}

function isContainer(value: JsonValue): boolean {
  return (typeof value === 'object' && value !== null) || isJsonText(value)
}

const twinTests = new WeakMap<PathSegment, TwinTest>()

function hasTwinOf(
  segment: Extract<PathSegment, { kind: 'key' }>,
  value: JsonValue | undefined,
  literal: string,
): boolean {
  if (!isJsonObject(value)) return false
  let test = twinTests.get(segment)
  if (test === undefined) twinTests.set(segment, (test = createTwinTest(segment.key)))
  return test(value, literal)
}

/** Whether a key on the way, or one spelled like the whole path, has a twin. */
function hasTwin(path: FieldPath, parameters: JsonObject): boolean {
  if (createTwinTest(path.text)(parameters)) return true
  let value: JsonValue | undefined = parameters
  for (const segment of path.segments) {
    // Elements of a list may differ; what is wrong with one of them is said in general.
    if (segment.kind === 'wildcard') return false
    if (segment.kind === 'key' && hasTwinOf(segment, value, path.text)) return true
    value = segment.kind === 'key' ? property(value, segment.key) : element(value, segment.index)
  }
  return false
}

function property(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function element(value: JsonValue | undefined, index: number): JsonValue | undefined {
  return Array.isArray(value) ? (value as readonly JsonValue[])[index] : undefined
}
