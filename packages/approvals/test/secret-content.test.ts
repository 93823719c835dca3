import { describe, expect, test } from 'vitest'
import { openFields } from '@kvlar/approvals'
import { ANA, call, memoryApprovals } from './calls.ts'

const TOKEN = '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'
const COMMAND = `curl -H "X: ${TOKEN}" https://example.com`
const SHOWN = 'curl -H "X: [REDACTED]" https://example.com'

describe('a secret in a text of a call', () => {
  test('is stored sealed only, and people see the rest of the text', async () => {
    const { approvals, events } = memoryApprovals()
    const { request } = await approvals.request(
      call({ command: COMMAND, list: [TOKEN] }, { action: { target: `https://h/?t=${TOKEN}` } }),
    )
    expect(JSON.stringify([request, events])).not.toContain(TOKEN)
    expect(request.call).toMatchObject({
      target: 'https://h/?t=[REDACTED]',
      args: { command: SHOWN, list: ['[REDACTED]'] },
      hidden: [
        { path: ['command'], type: 'string', length: COMMAND.length },
        { path: ['list', 0], type: 'string', length: TOKEN.length },
      ],
    })
  })

  test('does not keep the exact call from running once it is approved', async () => {
    const { approvals } = memoryApprovals()
    const { request } = await approvals.request(call({ command: COMMAND }))
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    const other = call({ command: COMMAND.replace('17"', '18"') })
    expect(await approvals.consume(request.id, other)).toBeUndefined()
    expect(await approvals.consume(request.id, call({ command: COMMAND }))).toMatchObject({
      state: 'executing',
    })
  })

  test('is no part of a grant, which asks for the same value by its digest', async () => {
    const { approvals, events } = memoryApprovals()
    const asked = (command: string) => call({ command }, { terms: { grants: ['once', '1h'] } })
    const { request } = await approvals.request(asked(COMMAND))
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA, grant: '1h' })
    expect(JSON.stringify([await approvals.grants(), events])).not.toContain(TOKEN)
    expect(await approvals.request(asked(COMMAND))).toMatchObject({ kind: 'granted' })
    expect(await approvals.request(asked(COMMAND.replace('17"', '18"')))).not.toMatchObject({
      kind: 'granted',
    })
    expect(openFields({ path: `/srv/a-12345678/${TOKEN}` }, [])).toEqual([])
  })
})
