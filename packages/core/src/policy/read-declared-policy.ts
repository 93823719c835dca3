import { formatOf, readDocument, withoutBom } from '../document/read-document.ts'
import { readObjectDocument } from '../document/object-document.ts'
import { Report } from '../document/report.ts'
import type { Node } from '../document/node.ts'
import type { Diagnostic, Dialect } from '../policy.ts'
import { readApproveKitPolicy } from './approvekit-policy.ts'
import type { DeclaredPolicy } from './declared-policy.ts'
import { detectDialect, TOP_LEVEL_KEYS } from './detect-dialect.ts'
import { readKavachPolicy } from './kavach-policy.ts'
import { readKvlarPolicy } from './kvlar-policy.ts'
import { isPolicyText, type PolicySource } from './policy-source.ts'

/** The label of policies built in code. */
const OBJECT_LABEL = '<object>'

const READERS: Readonly<
  Record<Dialect, (node: Node, report: Report, hints: readonly string[]) => DeclaredPolicy | undefined>
> = { kvlar: readKvlarPolicy, kavach: readKavachPolicy, approvekit: readApproveKitPolicy }

/** One file read on its own. */
export interface ReadDeclared {
  readonly report: Report
  /** Undefined when the file cannot be used; why has been reported. */
  readonly declared: DeclaredPolicy | undefined
}

/** Reads one policy file or object of any format and dialect; its problems are added to `found`. */
export function readDeclaredPolicy(source: PolicySource, found: Diagnostic[]): ReadDeclared {
  const { report, node } = readSource(source, found)
  const dialect = node && detectDialect(node, report)
  if (node === undefined || dialect === undefined) return { report, declared: undefined }
  return { report, declared: READERS[dialect](node, report, TOP_LEVEL_KEYS) }
}

function readSource(source: PolicySource, found: Diagnostic[]): { report: Report; node: Node | undefined } {
  if (!isPolicyText(source)) {
    const report = new Report('POLICY', OBJECT_LABEL, undefined, found)
    return { report, node: readObjectDocument(source, report) }
  }
  const text = withoutBom(source.text)
  const report = new Report('POLICY', source.file, text, found)
  return { report, node: readDocument(text, formatOf(source.file, text), report) }
}
