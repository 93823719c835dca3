import type { Member, ObjectNode } from './syntax-node.ts'
import { SyntaxProblem } from './syntax-problem.ts'

/**
 * The member of that key. A key written twice is refused: parsers differ on which one counts, and wrapping
 * one of two would leave the other unguarded.
 */
export function findMember(node: ObjectNode, key: string): Member | undefined {
  const [first, second] = node.members.filter((member) => member.key === key)
  if (second !== undefined) throw duplicateKey(second)
  return first
}

/** What is thrown for a key that stands a second time in its object. */
export function duplicateKey({ key, keySpan }: Member): SyntaxProblem {
  return new SyntaxProblem(keySpan.start, `the key \`${key}\` occurs twice`)
}
