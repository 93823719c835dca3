import { z } from 'zod'
import { LIMITS } from '@kvlar/approvals'
import type { JsonValue } from '@kvlar/core/json'
import {
  LISTED_STATUSES,
  listedStatus,
  STATUS_SYNONYMS,
  type ListedStatus,
} from '../../json/listed-status.ts'

/** What may stand in the body of a decision. Who decides is not among it. */
export interface DecisionBody {
  readonly notes?: string | undefined
  readonly note?: string | undefined
  readonly digest?: string | undefined
  readonly rendered_digest?: string | undefined
  readonly grant?: string | undefined
  readonly general?: boolean | undefined
  readonly break_glass?: boolean | undefined
}

export interface EditBody extends DecisionBody {
  readonly edits: readonly { readonly path: string; readonly value: JsonValue }[]
}

export interface BatchBody extends DecisionBody {
  readonly ids: readonly string[]
}

export interface ListQuery {
  readonly status?: ListedStatus | undefined
  readonly limit?: number | undefined
}

const text = z.string('is a text')
const truth = z.boolean('is true or false')
const LIMIT = `is one number from 1 to ${LIMITS.listMax}`
/** Null says nothing, as in ApproveKit. */
const textOrNull = text.nullish().transform((value) => value ?? undefined)
const note = textOrNull.meta({ maxLength: LIMITS.noteCharsMax })
const notes = {
  notes: note,
  note: note.meta({ description: 'Another name of `notes`; one of the two.' }),
}
const decision = {
  ...notes,
  digest: textOrNull.meta({
    description: 'The `digest` of the request that you mean; another one is refused.',
  }),
  rendered_digest: textOrNull.meta({ description: 'SHA-256 of what a page showed of the arguments.' }),
}

/** What each operation may be asked. Nothing else may stand there; the document of the API is made from these. */
export const ASKED = {
  nothing: z.strictObject({}, 'is a JSON object'),
  approval: z
    .strictObject(
      {
        ...decision,
        grant: textOrNull.meta({ description: '`once`, or one that the rule offers.' }),
        general: truth.optional().meta({ description: 'Whether the grant covers calls of the same shape.' }),
        break_glass: truth
          .optional()
          .meta({ description: 'Approve alone, in an emergency; needs the right and a reason.' }),
      },
      'is a JSON object',
    )
    .superRefine(hasOneNote)
    .superRefine(hasOneGrant) satisfies z.ZodType<DecisionBody>,
  rejection: z
    .strictObject(decision, 'is a JSON object')
    .superRefine(hasOneNote) satisfies z.ZodType<DecisionBody>,
  edit: z
    .strictObject(
      {
        ...decision,
        edits: z
          .array(
            z.strictObject(
              // The body was read as JSON, so its values are.
              { path: text, value: z.custom<JsonValue>((value) => value !== undefined, 'is any JSON value') },
              'is an object of `path` and `value`',
            ),
            'is a list of `{path, value}`',
          )
          .min(1, `is a list of 1 to ${LIMITS.grantFieldsMax}`)
          .max(LIMITS.grantFieldsMax, `is a list of 1 to ${LIMITS.grantFieldsMax}`),
      },
      'is a JSON object',
    )
    .superRefine(hasOneNote) satisfies z.ZodType<EditBody>,
  batch: z
    .strictObject(
      {
        ...notes,
        ids: z
          .array(text, 'is a list of request ids')
          .min(1, `is a list of 1 to ${LIMITS.batchMax}`)
          .max(LIMITS.batchMax, `is a list of 1 to ${LIMITS.batchMax}`),
      },
      'is a JSON object',
    )
    .superRefine(hasOneNote) satisfies z.ZodType<BatchBody>,
  list: z.strictObject({
    status: z
      .enum(
        [...LISTED_STATUSES, ...(Object.keys(STATUS_SYNONYMS) as (keyof typeof STATUS_SYNONYMS)[])],
        `is one of ${LISTED_STATUSES.map((status) => `\`${status}\``).join(', ')}`,
      )
      .transform(listedStatus)
      .optional()
      .meta({
        description: '`pending` when absent; `rejected` means `denied`, and `timeout` means `expired`.',
      }),
    limit: z
      .string(LIMIT)
      .regex(/^[1-9]\d{0,3}$/, LIMIT)
      .refine((digits) => Number(digits) <= LIMITS.listMax, LIMIT)
      .transform(Number)
      .optional()
      .meta({ description: `How many at most, 1 to ${LIMITS.listMax}; the most when absent.` }),
  }) satisfies z.ZodType<ListQuery>,
  signIn: z.strictObject({ token: text }),
} as const

function hasOneNote(body: Pick<DecisionBody, 'note' | 'notes'>, context: z.RefinementCtx): void {
  if (body.note !== undefined && body.notes !== undefined)
    context.addIssue({
      code: 'custom',
      path: ['note'],
      message: 'is another name of `notes`; send one of the two',
    })
}

function hasOneGrant(
  { grant, general, break_glass }: Pick<DecisionBody, 'grant' | 'general' | 'break_glass'>,
  context: z.RefinementCtx,
): void {
  const isOnce = grant === undefined || grant === 'once'
  if (general === true && isOnce)
    context.addIssue({ code: 'custom', path: ['general'], message: 'is about a grant, and none is given' })
  if (break_glass === true && !isOnce)
    context.addIssue({
      code: 'custom',
      path: ['break_glass'],
      message: 'gives no grant; send one of the two',
    })
}
