import {
  DENIED_ERROR_CODE,
  denialAnswer,
  readMessage,
  refusalAnswer,
  type RequestMessage,
} from '@kvlar/proxy'
import { describe, expect, it } from 'vitest'

function request(method: string, params: object): RequestMessage {
  const answer = readMessage(
    Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 'a', method, params })),
    'client',
  )
  if (!answer.ok || answer.message.kind !== 'request') throw new Error('not a request')
  return answer.message
}

const DENIAL = {
  outcome: 'deny',
  code: 'POLICY_DENY',
  ruleId: 'no-delete',
  reason: 'deleting is not\u2028allowed',
  evaluator: 'policy',
} as const

const parsed = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString())

describe('the answer to a denied request', () => {
  it('is a tool result that an agent can read, for a tool call', () => {
    expect(parsed(denialAnswer(request('tools/call', { name: 'delete_file' }), DENIAL))).toEqual({
      jsonrpc: '2.0',
      id: 'a',
      result: {
        content: [
          {
            type: 'text',
            text: '[BLOCKED BY KVLAR]\nTool: delete_file\nPolicy rule: no-delete\nReason: deleting is not\u2028allowed',
          },
        ],
        isError: true,
        _kvlar: {
          code: 'POLICY_DENY',
          decision: 'deny',
          rule_id: 'no-delete',
          reason: 'deleting is not\u2028allowed',
          retry_allowed: false,
          tool: 'delete_file',
        },
      },
    })
  })

  it('says what a program, and a model, can do about it', () => {
    const limited = {
      ...DENIAL,
      code: 'RATE_LIMIT_EXCEEDED',
      suggestion: 'ask ana',
      limit: { remaining: 12.5, resetsAtMs: 1_800_000_000_000 },
    } as const
    const answer = parsed(denialAnswer(request('tools/call', { name: 'pay' }), limited))
    expect(answer).toMatchObject({
      result: {
        _kvlar: {
          code: 'RATE_LIMIT_EXCEEDED',
          retry_allowed: true,
          remaining: 12.5,
          resets_at: '2027-01-15T08:00:00.000Z',
          suggestion: 'ask ana',
        },
      },
    })
    expect(JSON.stringify(answer)).toContain(
      String.raw`\nRemaining: 12.5\nNot before: 2027-01-15T08:00:00.000Z\nSuggestion: ask ana"`,
    )
    const never = { ...limited, limit: { remaining: 0 } }
    expect(parsed(denialAnswer(request('resources/read', { uri: 'file:///a' }), never))).toMatchObject({
      error: { data: { _kvlar: { retry_allowed: false, remaining: 0 } } },
    })
  })

  it('says that it is complete where the revision asks for it', () => {
    const params = { name: 'x', _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } }
    expect(parsed(denialAnswer(request('tools/call', params), DENIAL))).toMatchObject({
      result: { resultType: 'complete' },
    })
    expect(parsed(denialAnswer(request('tools/call', { name: 'x' }), DENIAL))).not.toHaveProperty(
      'result.resultType',
    )
  })

  it('is an error outside the reserved range, for anything else', () => {
    expect(parsed(denialAnswer(request('resources/read', { uri: 'file:///a' }), DENIAL))).toMatchObject({
      id: 'a',
      error: { code: DENIED_ERROR_CODE, data: { _kvlar: { rule_id: 'no-delete', resource: 'file:///a' } } },
    })
    expect(parsed(denialAnswer(request('vendor/run', {}), DENIAL))).toMatchObject({
      error: { data: { _kvlar: { resource: 'vendor/run' } } },
    })
    expect(DENIED_ERROR_CODE < -32768 || DENIED_ERROR_CODE > -32000).toBe(true)
  })

  it('is an error for a tool call that asked for a task, which has no result to be told in', () => {
    const answer = parsed(denialAnswer(request('tools/call', { name: 'x', task: {} }), DENIAL))
    expect(answer).toMatchObject({ error: { code: DENIED_ERROR_CODE, data: { _kvlar: { tool: 'x' } } } })
  })

  it('is one line for every reader', () => {
    for (const method of ['tools/call', 'prompts/get']) {
      const bytes = denialAnswer(request(method, { name: 'x' }), DENIAL)
      expect(Buffer.from(bytes).toString()).not.toMatch(/[\n\r\u2028\u2029\u0085]/)
    }
  })
})

describe('the answer to a refused message', () => {
  it.each([
    ['[]', null, -32600],
    ['{', null, -32700],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":1}}', 1, -32602],
    ['{"jsonrpc":"2.0","id":1,"method":"x","method":"y"}', 1, -32700],
    ['{"jsonrpc":"2.0","id":1,"result":{},"result":{}}', 1, -32603],
  ])('for %s has id %j and code %j', (line, id, code) => {
    const answer = readMessage(Buffer.from(line), 'client')
    if (answer.ok) expect.fail('accepted')
    expect(parsed(refusalAnswer(answer.refusal))).toMatchObject({ id, error: { code } })
  })
})
