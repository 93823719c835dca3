import { BASE64_VALUES } from './base64.ts'

/** Bytes that digits stand for, from one of them on. */
export interface CodedBytes {
  readonly coding: 'base64' | 'hex'
  readonly digits: string
  /** The digit with which the first byte begins. */
  readonly from: number
  readonly length: number
}

/** Three bytes for four digits, whatever is left over at the end dropped. */
export function base64Bytes(digits: string, from: number): CodedBytes {
  return { coding: 'base64', digits, from, length: Math.floor(((digits.length - from) * 3) / 4) }
}

/** A byte for two digits, up to the digit before `to`. */
export function hexBytes(digits: string, from: number, to: number): CodedBytes {
  return { coding: 'hex', digits, from, length: (to - from) >> 1 }
}

export function byteAt(bytes: CodedBytes, at: number): number {
  const { digits } = bytes
  const digit = digitOf(bytes, at)
  const first = digits.charCodeAt(digit)
  const second = digits.charCodeAt(digit + 1)
  if (bytes.coding === 'hex') return (hexValue(first) << 4) | hexValue(second)
  // A byte begins 0, 2 or 4 bits after its first digit does.
  const pair = ((BASE64_VALUES[first] ?? 0) << 6) | (BASE64_VALUES[second] ?? 0)
  return (pair >> (4 - 2 * (at % 3))) & 0xff
}

/** The first of the two digits that hold a byte. */
export function digitOf({ coding, from }: CodedBytes, at: number): number {
  return coding === 'hex' ? from + at * 2 : from + at + Math.floor(at / 3)
}

/** 0 to 15, or -1; the letters of ASCII differ in one bit by case. */
export function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  const letter = (code | 32) - 87
  return letter >= 10 && letter <= 15 ? letter : -1
}
