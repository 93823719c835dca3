import type { Finding } from './finding.ts'

/** The oldest Node that has everything: its own SQLite without a flag, and types that are stripped. */
const NODE_MIN = [22, 18] as const

/** Node and the data that decisions read: time windows and case folding are as good as its ICU. */
export function checkPlatform(): readonly Finding[] {
  const { node, icu, tz, unicode } = process.versions
  const [major = 0, minor = 0] = node.split('.').map(Number)
  const isOld = major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])
  const data: Finding =
    icu === undefined || tz === undefined
      ? {
          state: 'bad',
          about: 'zones',
          text: 'this Node has no ICU: time windows of policies cannot be evaluated, and then they deny',
          fix: 'use a Node from nodejs.org, or one that is built with ICU',
        }
      : { state: 'ok', about: 'zones', text: `ICU ${icu}, time zones ${tz}, Unicode ${unicode}` }
  return [
    isOld
      ? {
          state: 'bad',
          about: 'node',
          text: `Node ${node} is older than ${NODE_MIN.join('.')}`,
          fix: 'install a newer Node',
        }
      : { state: 'ok', about: 'node', text: `Node ${node}` },
    data,
  ]
}
