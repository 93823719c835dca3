import type { Row } from '@kvlar/approvals'

/** A pending row; whoever wrote it, no key authenticates it. */
export function row(over: Partial<Row> = {}): Row {
  return {
    id: 'apr_1',
    kind: 'request',
    version: 1,
    state: 'pending',
    isLive: true,
    digest: 'd1',
    principal: 'agent:bot',
    server: 'files',
    session: 's1',
    owner: 'o',
    createdAtMs: 1000,
    dueAtMs: 2000,
    body: '{"text":"ü \u0000 \u{1f600}"}',
    mac: 'm',
    ...over,
  }
}
