import { duplicateKey } from './find-member.ts'
import type { Member, ObjectNode } from './syntax-node.ts'

/** All members of an object, none of which may be written twice. */
export function uniqueMembers(node: ObjectNode): readonly Member[] {
  const seen = new Set<string>()
  for (const member of node.members) {
    if (seen.has(member.key)) throw duplicateKey(member)
    seen.add(member.key)
  }
  return node.members
}
