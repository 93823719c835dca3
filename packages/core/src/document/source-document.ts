import type { DiagnosticFamily } from '../policy/problems/diagnostic-codes.ts'
import type { Diagnostic } from '../policy.ts'
import type { Node } from './node.ts'
import { readObjectDocument } from './object-document.ts'
import { formatOf, readDocument, withoutBom } from './read-document.ts'
import { Report } from './report.ts'

/** A file as text; the format follows from the extension and, failing that, from the content. */
export interface SourceText {
  /** File name, or a label such as `<builtin:shell>`. */
  readonly file: string
  readonly text: string
}

/** A file, or what it would hold, built in code as plain values. */
export type Source = SourceText | object

/** The label of what was built in code. */
const OBJECT_LABEL = '<object>'

/** What was read of a source, and where its problems go; the node is undefined when it does not parse. */
export interface SourceDocument {
  readonly report: Report
  readonly node: Node | undefined
}

/** Reads a source of any format; its problems are added to `found`. */
export function readSource(source: Source, family: DiagnosticFamily, found: Diagnostic[]): SourceDocument {
  if (!isSourceText(source)) {
    const report = new Report(family, OBJECT_LABEL, undefined, found)
    return { report, node: readObjectDocument(source, report) }
  }
  const text = withoutBom(source.text)
  const report = new Report(family, source.file, text, found)
  return { report, node: readDocument(text, formatOf(source.file, text), report) }
}

function isSourceText(source: Source): source is SourceText {
  return (
    'text' in source && typeof source.text === 'string' && 'file' in source && typeof source.file === 'string'
  )
}
