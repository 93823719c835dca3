import {
  dropUndefined,
  readBoolean,
  readInteger,
  readList,
  readMap,
  readName,
  type Read,
} from '@kvlar/core/document'
import { BOOLEAN, listOf, mapOf, NAME, wholeNumber, type Schema } from '@kvlar/core/schema'

/** The keys of `reviewer`, each with the line that editors show. */
const REVIEWER_KEYS = {
  host: 'Where `kvlar approvals serve` listens; another address than this machine’s own only with approvers.',
  port: 'Its port; 8765 when absent, and 0 for any free one.',
  hostnames: 'Further names, each with its port if it has one, by which browsers reach it.',
  secure: 'Whether browsers reach it over https only; false when absent.',
  files:
    'Folders whose files may be shown beside a change, to the person at this machine; relative to this file.',
  webhook_callback: 'Whether it takes signed answers of a webhook; false when absent.',
  health_addr: 'Where it answers probes; nobody is answered when absent.',
} as const

const PORT_MAX = 65_535

/** What `kvlar approvals serve` is started with, as a file says it. Paths are as written. */
export interface ConfiguredReviewer {
  readonly host?: string
  readonly port?: number
  readonly hostnames?: readonly string[]
  readonly secure?: boolean
  readonly files?: readonly string[]
  readonly webhookCallback?: boolean
  readonly healthAddr?: string
}

export const readReviewer: Read<ConfiguredReviewer> = (node, report) => {
  const map = readMap(node, report, { keys: REVIEWER_KEYS, what: '`reviewer`' })
  return (
    map &&
    dropUndefined({
      host: map.optional('host', readName),
      port: map.optional('port', readInteger(0, PORT_MAX)),
      hostnames: map.optional('hostnames', readList(readName)),
      secure: map.optional('secure', readBoolean),
      files: map.optional('files', readList(readName)),
      webhookCallback: map.optional('webhook_callback', readBoolean),
      healthAddr: map.optional('health_addr', readName),
    })
  )
}

export function reviewerSchema(): Schema {
  return mapOf(REVIEWER_KEYS, {
    host: { ...NAME, default: '127.0.0.1' },
    port: wholeNumber(0, PORT_MAX),
    hostnames: listOf(NAME),
    secure: { ...BOOLEAN, default: false },
    files: listOf(NAME),
    webhook_callback: { ...BOOLEAN, default: false },
    health_addr: NAME,
  })
}
