import { readFileSync } from 'node:fs'
import { readJson, type JsonValue } from '@kvlar/core/json'
import { readMessage, readMessageInSlices, refusalAnswer, REFUSAL_CODES, type Side } from '@kvlar/proxy'
import { describe, expect, it } from 'vitest'

/** One line and what becomes of it. The line is `line`, the bytes of `base64`, or `pieces`, each repeated. */
interface Vector {
  readonly class: string
  readonly title: string
  readonly from: Side
  readonly line?: string
  readonly base64?: string
  readonly pieces?: readonly (readonly [text: string, times: number])[]
  /** What is forwarded, where it reads otherwise than the line. */
  readonly forwarded?: string
  readonly expect: { readonly refused: string } | { readonly accepted: string }
}

const VECTORS = JSON.parse(
  readFileSync(new URL('vectors/wire.json', import.meta.url), 'utf8'),
) as readonly Vector[]

function bytesOf({ line, base64, pieces = [] }: Vector): Buffer {
  if (line !== undefined) return Buffer.from(line)
  if (base64 !== undefined) return Buffer.from(base64, 'base64')
  return Buffer.from(pieces.map(([text, times]) => text.repeat(times)).join(''))
}

const CLASSES = Map.groupBy(VECTORS, (vector) => vector.class)

describe.each([...CLASSES])('%s', (_, vectors) => {
  it.each(vectors.map((vector) => [outcome(vector), vector] as const))('%s', async (__, vector) => {
    const line = bytesOf(vector)
    const answer = readMessage(line, vector.from)
    expect(await readMessageInSlices(line, vector.from)).toEqual(answer)
    if ('refused' in vector.expect) {
      expect(REFUSAL_CODES).toContain(vector.expect.refused)
      if (answer.ok) expect.fail(`accepted as a ${answer.message.kind}`)
      expect(answer.refusal.code).toBe(vector.expect.refused)
      expect(JSON.parse(Buffer.from(refusalAnswer(answer.refusal)).toString())).toMatchObject({
        jsonrpc: '2.0',
        id: answer.refusal.id,
        error: { data: { _kvlar: { code: vector.expect.refused } } },
      })
    } else {
      if (!answer.ok) expect.fail(`refused: ${answer.refusal.code} ${answer.refusal.message}`)
      expect(answer.message.kind).toBe(vector.expect.accepted)
      const forwarded = Buffer.from(answer.message.bytes).toString()
      if (vector.forwarded !== undefined) expect(forwarded).toBe(vector.forwarded)
      else expect(readJson(forwarded, LAX)).toMatchObject({ ok: true, value: valueOf(line) })
      expect(forwarded).not.toMatch(/[\n\r\v\f\u0085\u2028\u2029]/)
    }
  })
})

const LAX = { depthMax: 5000 }

function valueOf(line: Buffer): JsonValue {
  const answer = readJson(line.toString(), LAX)
  if (!answer.ok) throw new Error('not JSON')
  return answer.value
}

function outcome({ title, from, expect: expected }: Vector): string {
  const what = `${title} from the ${from}`
  return 'refused' in expected
    ? `${what} is refused as ${expected.refused}`
    : `${what} is read as a ${expected.accepted}`
}
