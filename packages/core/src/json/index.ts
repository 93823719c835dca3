/**
 * JSON in the one strict reading, and its canonical bytes.
 *
 * For everyone who digests, signs or forwards JSON. It knows nothing of policies.
 */
export type { JsonArray, JsonObject, JsonValue } from '../json-value.ts'
export { sha256Hex } from '../digest.ts'
export { canonicalJson } from './canonical-json.ts'
export { decodeUtf8 } from './decode-utf8.ts'
export { encodeUtf8 } from './encode-utf8.ts'
export { foldKey } from './fold-key.ts'
export type { JsonFinding, JsonFindingKind } from './json-finding.ts'
export { JsonReading } from './json-reading.ts'
export { JSON_REFUSAL_CODES, type JsonPath, type JsonRefusal, type JsonRefusalCode } from './json-refusal.ts'
export { isJsonArray, isJsonObject } from './json-shape.ts'
export { readJson, type ReadJsonAnswer, type ReadJsonOptions } from './read-json.ts'
