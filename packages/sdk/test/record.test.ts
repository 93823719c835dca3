import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entryBody, type Entry } from '@kvlar/audit'
import { openHome, RecordWriter, RECORD_WRITER_DEFAULTS, verifyHome } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'
import { expect, test } from 'vitest'
import { answer, program, thrownBy } from './program.ts'

test('guarded calls are kept in the signed record, redacted, and the record verifies', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kvlar-sdk-record-'))
  try {
    const pair = await KeyPair.generate()
    const keys = (id: string) => (id === pair.id ? pair.publicKeys() : undefined)
    const home = await openHome(dir)
    const recorder = new RecordWriter({
      ...RECORD_WRITER_DEFAULTS,
      home,
      signer: pair.signer(),
      keys,
      versions: { kvlar: 'test' },
    })
    const context = { digestKey: home.digestKey, engine: 'test' }
    const { kvlar, approvals, issueRefund } = program({
      record: async (event) => void (await recorder.record(entryBody(event, context))),
    })
    const refund = kvlar.guard('issue_refund', issueRefund, { redact: ['orderId'] })
    const call = refund({ orderId: 'ORDER-17', amount: 5, card: '4111-1111' })
    const id = await answer(approvals, 'approve')
    await call
    await thrownBy(() => kvlar.guard('drop_it', issueRefund)({ orderId: 'A1', amount: 5 }))
    await thrownBy(() => refund({ orderId: 'A1', amount: 5n as never }))
    await recorder.close()

    const entries: Entry[] = []
    const verdict = await verifyHome(dir, { keys, onEntry: (entry) => entries.push(entry) })
    expect(verdict.kind).toBe('intact')
    const told = entries.filter(({ kind }) => ['decided', 'result', 'refused'].includes(kind))
    expect(told).toMatchObject([
      { kind: 'decided', outcome: 'pending_approval', method: 'guard' },
      { kind: 'decided', outcome: 'allowed', approval_id: id },
      { kind: 'result', result: 'ok' },
      {
        kind: 'decided',
        outcome: 'denied',
        matched_rule: 'deny-drops',
        matched: 'resources `drop_*`: `drop_it`',
      },
      { kind: 'refused', code: 'KVLAR_ARGUMENTS_NOT_JSON' },
    ])
    const ids = told.flatMap((entry) => ('decision_id' in entry ? [entry.decision_id] : []))
    expect(new Set(ids.slice(0, 3)).size).toBe(1)
    const written = readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => readFileSync(join(one.parentPath, one.name), 'latin1'))
      .join('')
    expect(written).not.toMatch(/ORDER-17|4111-1111/)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})
