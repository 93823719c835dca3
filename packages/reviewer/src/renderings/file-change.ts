import { isJsonArray, type JsonObject } from '@kvlar/core/json'
import { REVIEW_LIMITS } from '../review-limits.ts'
import { diffBudget, diffLines } from './diff-lines.ts'
import {
  argument,
  fact,
  textArgument,
  type DiffLine,
  type Fact,
  type Renderer,
  type Rendering,
} from './facts.ts'
import { lookAlikeFacts } from './look-alike-facts.ts'

/** Reads the file that a call would change; undefined when it may not or cannot be read. */
export type ReadFile = (path: string) => string | undefined

/** Places where a small change does a lot: keys, hooks, what runs by itself, the system. */
const SENSITIVE =
  /(?:^|[/\\])(?:\.git|\.ssh|\.aws|\.gnupg|\.kube|\.github|\.env[^/\\]*|\.npmrc|\.netrc|\.bashrc|\.zshrc|\.profile|authorized_keys|crontab|package-lock\.json|pnpm-lock\.yaml)(?:[/\\]|$)|^\/(?:etc|boot|usr|bin|sbin|lib|sys|proc|dev)\//i

/** A change of a file: the difference to what is there, where that may be read, or between the texts of an edit. */
export function fileChangeRenderer(readFile: ReadFile): Renderer {
  return (args): Rendering | undefined => {
    const path = textArgument(args, ['path', 'filepath', 'file', 'filename'])
    if (path === undefined) return moved(args)
    const pairs = editPairs(args)
    if (pairs.length > 0) return compared(path, pairs, 'changes')
    const content = textArgument(args, ['content', 'contents', 'text', 'filetext', 'newcontent'])
    if (content === undefined) return undefined
    const current = readFile(path)
    if (current !== undefined) return compared(path, [{ before: current, after: content }], 'overwrites')
    return {
      kind: 'file',
      facts: [
        fact('writes', path),
        ...placeFacts(path),
        fact('size', `${Buffer.byteLength(content).toLocaleString('en')} bytes`),
        fact('now there', 'nothing, or a file that may not be read from here', 'warn'),
      ],
    }
  }
}

interface Pair {
  readonly before: string
  readonly after: string
}

function editPairs(args: JsonObject): readonly Pair[] {
  const edits = args['edits']
  return (edits !== undefined && isJsonArray(edits) ? edits : [args]).flatMap((edit) => {
    if (typeof edit !== 'object' || edit === null || isJsonArray(edit)) return []
    const before = textArgument(edit, ['oldtext', 'oldstring', 'oldstr'])
    const after = textArgument(edit, ['newtext', 'newstring', 'newstr'])
    return before === undefined || after === undefined ? [] : [{ before, after }]
  })
}

function moved(args: JsonObject): Rendering | undefined {
  const from = textArgument(args, ['source', 'from', 'src', 'sourcepath', 'oldpath'])
  const to = textArgument(args, ['destination', 'dest', 'dst', 'destinationpath', 'newpath'])
  if (from === undefined || to === undefined || argument(args, ['amount']) !== undefined) return undefined
  return { kind: 'file', facts: [fact('from', from), ...placeFacts(from), fact('to', to), ...placeFacts(to)] }
}

function placeFacts(path: string): readonly Fact[] {
  return [
    ...(SENSITIVE.test(path) ? [fact('place', 'a sensitive one', 'danger')] : []),
    ...(/(?:^|[/\\])\.\.(?:[/\\]|$)/.test(path) ? [fact('path', 'leads upwards with `..`', 'danger')] : []),
    ...lookAlikeFacts([path]),
  ]
}

function compared(path: string, pairs: readonly Pair[], label: string): Rendering {
  const budget = diffBudget()
  const lines = pairs.flatMap(({ before, after }) => diffLines(before, after, budget))
  const count = (kind: DiffLine['kind']): number => lines.filter((line) => line.kind === kind).length
  const more = lines.length - REVIEW_LIMITS.renderLinesMax
  return {
    kind: 'file',
    facts: [
      fact(label, path),
      ...placeFacts(path),
      fact('lines', `+${count('added')} \u2212${count('removed')}`),
      ...(more > 0
        ? [fact('difference', `${more} more lines than are shown; read the arguments`, 'danger')]
        : []),
    ],
    lines: [
      ...lines.slice(0, REVIEW_LIMITS.renderLinesMax),
      ...(more > 0 ? [{ kind: 'skipped' as const, text: `${more} more lines` }] : []),
    ],
  }
}
