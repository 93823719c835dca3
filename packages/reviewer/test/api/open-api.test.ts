import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApi } from '@kvlar/reviewer/server'
import { call } from '../../../approvals/test/calls.ts'
import { localServer, sender } from '../support/server.ts'

/** As much of OpenAPI 3.1 as the document uses. */
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}
interface Operation {
  readonly operationId: string
  readonly security?: readonly unknown[]
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }>
  >
}
interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly enum?: readonly string[]
  readonly oneOf?: readonly Schema[]
}

// The document is JSON of this shape; the tests below check what it says.
const document = openApi() as unknown as Document
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
)
const find = (schema: Schema): Schema | undefined =>
  schema.$ref === undefined
    ? schema
    : document.components.schemas[schema.$ref.replace('#/components/schemas/', '')]

/** What of a value a schema does not say, or says otherwise. */
function wrong(value: unknown, given: Schema, at = '$'): readonly string[] {
  const schema = find(given)
  if (schema === undefined) return [`${at}: no schema`]
  if (schema.oneOf !== undefined)
    return schema.oneOf.some((one) => wrong(value, one, at).length === 0) ? [] : [`${at}: none fits`]
  const types = [schema.type ?? []].flat()
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  const isNumber =
    type === 'number' && (types.includes('number') || (types.includes('integer') && Number.isInteger(value)))
  if (types.length > 0 && !types.includes(type) && !isNumber) return [`${at}: ${type}`]
  if (schema.enum !== undefined && !schema.enum.includes(String(value))) return [`${at}: ${String(value)}`]
  if (Array.isArray(value)) return value.flatMap((item, n) => wrong(item, schema.items ?? {}, `${at}[${n}]`))
  if (type !== 'object' || schema.properties === undefined) return []
  const object = value as Readonly<Record<string, unknown>>
  return [
    ...(schema.required ?? []).filter((name) => !(name in object)).map((name) => `${at}.${name}: missing`),
    ...Object.entries(object).flatMap(([name, item]) => {
      const own = schema.properties?.[name]
      return own === undefined ? [`${at}.${name}: not documented`] : wrong(item, own, `${at}.${name}`)
    }),
  ]
}

describe('the OpenAPI document', () => {
  let one: Awaited<ReturnType<typeof localServer>>
  beforeAll(async () => {
    one = await localServer({ webhookCallback: async () => ({ kind: 'rejected', code: 'X', reason: 'x' }) })
  })
  afterAll(async () => one.server.close())

  test('names every operation once, and refers to schemas that are there', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const text = JSON.stringify(document)
    for (const [, name = ''] of text.matchAll(/#\/components\/schemas\/(\w+)/g))
      expect(Object.keys(document.components.schemas)).toContain(name)
    for (const { path, operation } of operations)
      expect(
        (operation.parameters ?? []).filter((one_) => one_.in === 'path').map(({ name }) => `{${name}}`),
      ).toEqual(path.match(/\{\w+\}/g) ?? [])
  })

  test('describes what the server serves: every operation is there, and asks for a token unless it says otherwise', async () => {
    const anyone = sender(one.server.url, '')
    for (const { path, method, operation } of operations) {
      const { status } = await anyone(method.toUpperCase(), path.replace('{id}', 'apr_none'))
      const isOpen = operation.security !== undefined
      expect([path, status]).toEqual([path, isOpen ? 200 : 401])
      expect(Object.keys(operation.responses)).toContain(String(status))
    }
  })

  test('says what the answers hold, field by field', async () => {
    const { approvals, send } = one
    const terms = { grants: ['once', '1h'] }
    const ask = async (n: number) =>
      (await approvals.request(call({ n, password: 'x' }, { terms }))).request.id
    const [a, b, c, d] = [await ask(1), await ask(2), await ask(3), await ask(4)]
    const answers: readonly (readonly [method: string, path: string, template: string, body?: unknown])[] = [
      ['GET', '/api/requests?limit=3', '/api/requests'],
      ['GET', `/api/requests/${a}`, '/api/requests/{id}'],
      ['POST', `/api/requests/${a}/reveal`, '/api/requests/{id}/reveal'],
      ['POST', `/api/requests/${a}/viewed`, '/api/requests/{id}/viewed'],
      [
        'POST',
        `/api/requests/${a}/approve`,
        '/api/requests/{id}/approve',
        { notes: 'a', grant: '1h', general: true },
      ],
      ['POST', `/api/requests/${b}/reject`, '/api/requests/{id}/reject', { notes: 'no' }],
      ['POST', '/api/batch/approve', '/api/batch/approve', { ids: [c, 'apr_none'] }],
      ['POST', '/api/batch/reject', '/api/batch/reject', { ids: [d] }],
      ['GET', '/api/requests?status=all', '/api/requests'],
      ['GET', '/api/grants', '/api/grants'],
      ['GET', '/api/audit', '/api/audit'],
      ['GET', '/api/audit/status', '/api/audit/status'],
      ['GET', '/api/health', '/api/health'],
      ['GET', '/api/openapi.json', '/api/openapi.json'],
      ['GET', '/api/requests/apr_none', '/api/requests/{id}'],
      ['GET', '/api/requests?limit=0', '/api/requests'],
      ['POST', `/api/requests/${b}/approve`, '/api/requests/{id}/approve'],
    ]
    for (const [method, path, template, body] of answers) {
      const reply = await send(method, path, { body })
      const operation = document.paths[template]?.[method.toLowerCase()]
      const schema = operation?.responses[String(reply.status)]?.content['application/json']?.schema
      expect([path, schema === undefined ? 'not documented' : wrong(reply.json(), schema)]).toEqual([
        path,
        [],
      ])
    }
  })
})
