import { isJsonObject, readJson, type JsonObject } from '@kvlar/core/json'

/** What a client sent is not certain. */
export class HookUnreadable extends Error {
  override readonly name = 'HookUnreadable'
}

/** The one strict reading of what a client sent. @throws HookUnreadable */
export function readHookJson(text: string): JsonObject {
  const read = readJson(text, { multiline: true })
  if (!read.ok) throw new HookUnreadable(`it is not JSON of one reading: ${read.refusal.message}`)
  const [finding] = read.findings
  if (finding !== undefined || read.findingsOmitted)
    throw new HookUnreadable(`readers differ on it (${finding?.kind ?? 'too many oddities'})`)
  if (!isJsonObject(read.value)) throw new HookUnreadable('it is not an object')
  return read.value
}

export function textField(input: JsonObject, key: string): string {
  const value = optionalText(input, key)
  if (value === undefined || value === '') throw new HookUnreadable(`\`${key}\` is missing`)
  return value
}

export function optionalText(input: JsonObject, key: string): string | undefined {
  const value = input[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new HookUnreadable(`\`${key}\` is not a text`)
  return value
}

/** The arguments of a tool; one without arguments may have none. */
export function objectField(input: JsonObject, key: string): JsonObject {
  const value = input[key]
  if (value === undefined || value === null) return {}
  if (!isJsonObject(value)) throw new HookUnreadable(`\`${key}\` is not an object`)
  return value
}

/** The same where a client writes them as a text of JSON. */
export function objectOrTextField(input: JsonObject, key: string): JsonObject {
  const value = input[key]
  return typeof value === 'string' ? readHookJson(value) : objectField(input, key)
}
