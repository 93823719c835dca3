import { ACTION_TYPES, PRINCIPAL_KINDS } from '@kvlar/core'
import { isJsonObject, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { z } from 'zod'

/** What several methods take. Bounds of texts are the policy's and the gate's own. */
/** Any JSON object, as the strict reader made it: nothing is copied, so nothing is dropped. */
export const parametersShape = z.custom<JsonObject>(
  (value) => isJsonObject(value as JsonValue),
  'it is no object',
)

export const actionTypeShape = z.enum(ACTION_TYPES)

export const principalShape = z.strictObject({
  id: z.string().min(1),
  kind: z.enum(PRINCIPAL_KINDS).default('agent'),
  roles: z.array(z.string().min(1)).default([]),
})

/** Where on earth, as `GeoLocation` of the gate. */
export const geoShape = z
  .strictObject({
    country_code: z.string().min(1),
    region: z.string().exactOptional(),
    city: z.string().exactOptional(),
    latitude: z.number().exactOptional(),
    longitude: z.number().exactOptional(),
  })
  .transform(({ country_code: countryCode, ...rest }) => ({ countryCode, ...rest }))

/** From where a call comes, as whoever authenticated the caller knows it. */
export const environmentShape = z.strictObject({
  ip: z.string().exactOptional(),
  geo: geoShape.exactOptional(),
  device: z.string().exactOptional(),
})

/** On whose behalf a guarded call is made. What is absent is the program's own; what is there has a value. */
export const contextShape = z
  .strictObject({
    principal: principalShape.exactOptional(),
    agent_id: z.string().exactOptional(),
    session_id: z.string().exactOptional(),
    session_started_at_ms: z.number().exactOptional(),
    ...environmentShape.shape,
    origin: environmentShape.exactOptional(),
  })
  .transform(
    ({ agent_id: agentId, session_id: sessionId, session_started_at_ms: sessionStartedAtMs, ...rest }) => ({
      ...rest,
      ...(agentId !== undefined && { agentId }),
      ...(sessionId !== undefined && { sessionId }),
      ...(sessionStartedAtMs !== undefined && { sessionStartedAtMs }),
    }),
  )

/** One file or several, or names of built-in policies. */
export const policiesShape = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((named) => (typeof named === 'string' ? [named] : named))
