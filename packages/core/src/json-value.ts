/** A JSON value as the strict reader returns it (RFC 8259); objects have a null prototype. */
export type JsonValue = null | boolean | number | string | JsonArray | JsonObject

/** A JSON array; never mutated once read. */
export type JsonArray = readonly JsonValue[]

/** A JSON object; never mutated once read. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}
