/**
 * How files that people write are read: YAML, JSON, TOML and values built in code as one tree, every problem with its
 * place, all problems at once.
 *
 * For packages with files of their own kind: a configuration, a list. Nothing is opened here; texts come in.
 */
export { readSource, type Source, type SourceDocument, type SourceText } from './source-document.ts'
export type { ListNode, MapEntry, MapNode, Node, Place, ScalarNode } from './node.ts'
export type { Report, Spot } from './report.ts'
export { readMap, type KeyTable, type MapReader, type Read } from './map-reader.ts'
export {
  readBoolean,
  readInteger,
  readList,
  readName,
  readNumber,
  readOneOf,
  readText,
} from './read-scalar.ts'
export { readDuration } from '../policy/rules/duration.ts'
export { readPrincipal } from './read-principal.ts'
export { dropUndefined } from './drop-undefined.ts'
export { freeze } from '../policy/freeze.ts'
export { summaryOf } from './summary-of.ts'
