import type { Read } from '../../document/map-reader.ts'
import { readText } from '../../document/read-scalar.ts'
import { addressPatternProblem } from '../../readings/email/address-pattern.ts'

/** A domain, `*.` and a domain, or one address. */
export const readAddressPattern: Read<string> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  const problem = addressPatternProblem(text)
  if (problem === undefined) return text
  const meant = meantBy(text)
  return report.add(
    'POLICY_BAD_ADDRESS',
    node,
    `${problem}; refusing the policy`,
    addressPatternProblem(meant) === undefined ? `did you mean \`${meant}\`?` : undefined,
  )
}

/** The pattern that other programs write in this way. */
function meantBy(text: string): string {
  const bare = text
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/\.$/, '')
  const domain = bare.replace(/^\*?@/, '').replace(/^\./, '*.')
  return domain.includes('@') ? domain : domain.toLowerCase()
}
