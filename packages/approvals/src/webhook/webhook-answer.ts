import { z } from 'zod'
import type { ApprovalResponse } from '@kvlar/core'
import { readUnambiguousJson } from '../unambiguous-json.ts'

/** What a webhook may answer at once. */
interface InlineAnswer {
  readonly decision: 'approved' | 'denied'
  readonly reason?: string | undefined
}

/** What a callback may say; the signature covers all of it. */
interface CallbackBody extends InlineAnswer {
  readonly request_id: string
  readonly digest: string
  /** Whoever is no text is nobody that a webhook speaks for. */
  readonly approver?: unknown
}

const inlineAnswer = z.strictObject({
  decision: z.enum(['approved', 'denied']),
  reason: z.string().optional(),
}) satisfies z.ZodType<InlineAnswer>

/** What the document of the API says of a callback is made from this. */
export const CALLBACK_BODY = z.strictObject({
  ...inlineAnswer.shape,
  request_id: z.string().meta({ description: 'The request that is asked about.' }),
  digest: z.string().meta({ description: 'Its digest, as the webhook named it.' }),
  approver: z
    .unknown()
    .optional()
    .meta({ type: 'string', description: 'Whose word it is, among those it may speak for.' }),
}) satisfies z.ZodType<CallbackBody>

/** The decision that the reply of a webhook holds, and nothing else; undefined for anything else, which denies. */
export function readInlineAnswer(body: string): ApprovalResponse | undefined {
  const read = readBody(inlineAnswer, body)
  return read === undefined ? undefined : responseOf(read)
}

/** What a callback says, and nothing else; undefined for anything else. */
export function readCallback(
  body: string,
): (Omit<CallbackBody, keyof InlineAnswer> & { readonly answer: ApprovalResponse }) | undefined {
  const read = readBody(CALLBACK_BODY, body)
  if (read === undefined) return undefined
  const { decision, reason, ...rest } = read
  return { ...rest, answer: responseOf({ decision, reason }) }
}

/** A word that is not known could have been meant as a condition, so it is no answer. */
function readBody<Schema extends z.ZodType>(schema: Schema, body: string): z.output<Schema> | undefined {
  const read = readUnambiguousJson(body)
  return read.ok ? schema.safeParse(read.value).data : undefined
}

function responseOf({ decision, reason }: InlineAnswer): ApprovalResponse {
  if (decision === 'approved') return { decision }
  return { decision, ...(reason !== undefined && { reason }) }
}
