import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import { WRAP_LIMITS } from '../../limits.ts'
import type { ArrayNode, Member, SyntaxNode } from '../syntax-node.ts'
import { SyntaxProblem } from '../syntax-problem.ts'
import { endOfTrivia } from './end-of-trivia.ts'

/** Reads JSON (RFC 8259), with the comments and trailing commas that editors allow, into a tree of positions. */
export function readJsonc(text: string): SyntaxNode {
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true })
  // The library reads on behind what is wrong; a file that is wrong anywhere is left alone.
  const [first] = errors
  if (first !== undefined) throw problemAt(text, first)
  if (root === undefined) throw new SyntaxProblem(text.length, 'the file ends where a value should be')
  return toSyntaxNode(root, text, 0)
}

function toSyntaxNode(node: Node, text: string, depth: number): SyntaxNode {
  const start = node.offset
  const end = start + node.length
  if (depth > WRAP_LIMITS.depthMax) throw new SyntaxProblem(start, 'the nesting is too deep')
  const children = node.children ?? []
  switch (node.type) {
    case 'object':
      return { kind: 'object', members: children.map((one) => toMember(one, text, depth + 1)), start, end }
    case 'array':
      return toArray(
        children.map((one) => toSyntaxNode(one, text, depth + 1)),
        text,
        { start, end },
      )
    case 'string':
      return { kind: 'scalar', string: String(node.value), literal: 'string', movable: true, start, end }
    case 'number':
      return { kind: 'scalar', literal: 'other', movable: true, start, end }
    case 'boolean':
      return { kind: 'scalar', literal: node.value === true ? 'true' : 'false', movable: true, start, end }
    case 'null':
      return { kind: 'scalar', literal: 'null', movable: true, start, end }
    case 'property':
      throw new SyntaxProblem(start, 'a member stands where a value should be')
  }
}

function toMember({ offset, children = [] }: Node, text: string, depth: number): Member {
  const [key, value] = children
  if (key === undefined || value === undefined) throw new SyntaxProblem(offset, 'a value is missing')
  const keySpan = { start: key.offset, end: key.offset + key.length }
  return {
    key: String(key.value),
    keySpan,
    lastKeyStart: keySpan.start,
    value: toSyntaxNode(value, text, depth),
    style: 'flow',
  }
}

function toArray(
  values: readonly SyntaxNode[],
  text: string,
  span: { readonly start: number; readonly end: number },
): ArrayNode {
  const items = values.map((value) => ({ start: value.start, value }))
  const comma = endOfTrivia(text, values.at(-1)?.end ?? span.start + 1)
  const trailing = text[comma] === ',' ? { trailingComma: comma } : {}
  return { kind: 'array', style: 'flow', items, ...trailing, ...span }
}

const UNREADABLE = 'the string holds a line break, another control character or an unknown escape'

/** What is wrong, in words. */
const WORDS: Readonly<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: 'what stands here is no JSON',
  InvalidNumberFormat: 'the number is not written as JSON writes one',
  PropertyNameExpected: 'a key in quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma or the closing bracket is missing',
  CloseBraceExpected: 'a comma or the closing bracket is missing',
  CloseBracketExpected: 'a comma or the closing bracket is missing',
  EndOfFileExpected: 'text follows the end of the value',
  InvalidCommentToken: 'a comment stands where none may',
  UnexpectedEndOfComment: 'the comment does not end',
  UnexpectedEndOfString: 'the string does not end in its line',
  UnexpectedEndOfNumber: 'the number is not written as JSON writes one',
  InvalidUnicode: UNREADABLE,
  InvalidEscapeCharacter: UNREADABLE,
  InvalidCharacter: UNREADABLE,
  '<unknown ParseErrorCode>': 'it is no JSON',
}

function problemAt(text: string, { error, offset }: ParseError): SyntaxProblem {
  const what = WORDS[printParseErrorCode(error)]
  const isAtEnd = endOfTrivia(text, offset) >= text.length && what.endsWith(' is missing')
  return new SyntaxProblem(
    offset,
    isAtEnd ? `the file ends where ${what.replace(' is missing', ' should be')}` : what,
  )
}
