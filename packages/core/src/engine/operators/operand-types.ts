import type { JsonArray, JsonObject, JsonValue } from '../../json-value.ts'
import type { Operator } from '../../operator-names.ts'
import { invalidOperand } from './invalid-operand.ts'
import { isJsonArray, isJsonObject } from '../../json/json-shape.ts'

export function textOperand(operator: Operator, operand: JsonValue): string {
  if (typeof operand === 'string') return operand
  throw invalidOperand(operator, 'a string')
}

export function numberOperand(operator: Operator, operand: JsonValue): number {
  if (typeof operand === 'number' && Number.isFinite(operand)) return operand
  throw invalidOperand(operator, 'a number')
}

export function listOperand(operator: Operator, operand: JsonValue): JsonArray {
  if (isJsonArray(operand)) return operand
  throw invalidOperand(operator, 'a list')
}

export function textsOperand(operator: Operator, operand: JsonValue): readonly string[] {
  const items = typeof operand === 'string' ? [operand] : listOperand(operator, operand)
  return items.map((item) => textOperand(operator, item))
}

export function optionalTexts(
  operator: Operator,
  operand: JsonValue | undefined,
): readonly string[] | undefined {
  return operand === undefined ? undefined : textsOperand(operator, operand)
}

export function mapOperand(operator: Operator, operand: JsonValue): JsonObject {
  if (isJsonObject(operand)) return operand
  throw invalidOperand(operator, 'a map')
}
