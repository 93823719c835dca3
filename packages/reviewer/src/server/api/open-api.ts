import type { JsonObject } from '@kvlar/core/json'
import { OPERATIONS, type DocumentedAnswer, type Operation } from './open-api-operations.ts'
import { asked, SCHEMAS } from './open-api-schemas.ts'

/** Answers that every operation can give, before it is looked at; the open ones ask for no token. */
const ALWAYS: readonly DocumentedAnswer[] = [
  [400, 'It cannot be read, or says something that is not known; the message names it.', 'Error'],
  [401, 'No token, or one that is nobody’s.', 'Error'],
  [403, 'Another site, the key of the page is missing, or you may not do this.', 'Error'],
  [421, 'The server does not go by that `Host`.', 'Error'],
  [429, 'Too many requests; try again after `Retry-After` seconds.', 'Error'],
  [503, 'The queue cannot be read or written; nothing was decided.', 'Error'],
]
const OPEN: ReadonlySet<number> = new Set([400, 421, 429])
const ON_BODY: readonly DocumentedAnswer[] = [
  [413, 'The body is too large.', 'Error'],
  [415, 'The body is not JSON.', 'Error'],
]

/** The OpenAPI 3.1 document of the API. */
export function openApi(): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {}
  for (const operation of OPERATIONS) {
    const item = (paths[operation.path] ??= {})
    item[operation.method] = operationJson(operation)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kvlar approvals',
      version: '1',
      description:
        'Calls that wait for people. Field names of ApproveKit stand first, ours beside them. Nothing is changed by GET; ids are exact.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: ['requests', 'grants', 'audit', 'server'].map((name) => ({ name })),
    paths,
    components: {
      schemas: SCHEMAS,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The local token, or that of an approver.' },
      },
    },
    security: [{ bearer: [] }],
  }
}

function operationJson(operation: Operation): JsonObject {
  const { id, tag, summary, body, answers, isOpen = false } = operation
  const inAddress = parametersOf(operation)
  const all = new Map<number, DocumentedAnswer>()
  const common = isOpen ? ALWAYS.filter(([status]) => OPEN.has(status)) : ALWAYS
  for (const answer of [...common, ...(operation.method === 'post' ? ON_BODY : []), ...answers])
    all.set(answer[0], answer)
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(isOpen && { security: [] }),
    ...(inAddress.length > 0 && { parameters: inAddress }),
    ...(body !== undefined && {
      requestBody: {
        required: body.isRequired === true,
        content: { 'application/json': { schema: reference(body.schema) } },
      },
    }),
    responses: Object.fromEntries(
      [...all.values()]
        .sort(([a], [b]) => a - b)
        .map(([status, description, schema, type = 'application/json']) => [
          String(status),
          { description, content: { [type]: { schema: reference(schema) } } },
        ]),
    ),
  }
}

function parametersOf({ parameters = [], query }: Operation): readonly JsonObject[] {
  return [
    ...parameters.map(([name, description]) => ({
      name,
      in: 'path',
      required: true,
      description,
      schema: { type: 'string' },
    })),
    ...Object.entries(query?.shape ?? {}).map(([name, one]) => {
      const { description = '', ...schema } = asked(one)
      return { name, in: 'query', required: false, description, schema }
    }),
  ]
}

function reference(schema: string): JsonObject {
  return schema.endsWith('[]')
    ? { type: 'array', items: reference(schema.slice(0, -2)) }
    : { $ref: `#/components/schemas/${schema}` }
}
