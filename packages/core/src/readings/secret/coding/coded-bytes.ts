import { BASE64_VALUES } from './base64.ts'

/** Bytes that digits stand for, from one of them on. */
export interface CodedBytes {
  readonly coding: 'base64' | 'base32' | 'hex'
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

/** Five bytes for eight digits, up to the digit before `to`. */
export function base32Bytes(digits: string, from: number, to: number): CodedBytes {
  return { coding: 'base32', digits, from, length: Math.floor(((to - from) * 5) / 8) }
}

export function byteAt(bytes: CodedBytes, at: number): number {
  switch (bytes.coding) {
    case 'base64':
      return base64Byte(bytes, at)
    case 'hex':
      return hexByte(bytes, at)
    case 'base32':
      return base32Byte(bytes, at)
  }
}

/** A byte begins 0, 2 or 4 bits after its first digit does. */
function base64Byte({ digits, from }: CodedBytes, at: number): number {
  const group = (at / 3) | 0
  const digit = from + at + group
  const pair =
    ((BASE64_VALUES[digits.charCodeAt(digit)] ?? 0) << 6) | (BASE64_VALUES[digits.charCodeAt(digit + 1)] ?? 0)
  return (pair >> (4 - 2 * (at - 3 * group))) & 0xff
}

function hexByte({ digits, from }: CodedBytes, at: number): number {
  const digit = from + at * 2
  return (hexValue(digits.charCodeAt(digit)) << 4) | hexValue(digits.charCodeAt(digit + 1))
}

/** The first of the digits that hold a byte. */
export function digitOf({ coding, from }: CodedBytes, at: number): number {
  switch (coding) {
    case 'hex':
      return from + at * 2
    case 'base64':
      return from + at + Math.floor(at / 3)
    case 'base32':
      return from + Math.floor((at * 8) / 5)
  }
}

/** The last of them. */
export function lastDigitOf(bytes: CodedBytes, at: number): number {
  const digit = digitOf(bytes, at)
  return bytes.coding === 'base32' && (at * 8) % 5 > 2 ? digit + 2 : digit + 1
}

/** A byte begins 0 to 4 bits after its first digit does, and takes two digits or three. */
function base32Byte(bytes: CodedBytes, at: number): number {
  const digit = digitOf(bytes, at)
  const value = (offset: number): number => Math.max(0, base32Value(bytes.digits.charCodeAt(digit + offset)))
  const triple = (value(0) << 10) | (value(1) << 5) | value(2)
  return (triple >> (7 - ((at * 8) % 5))) & 0xff
}

/** 0 to 31 for the alphabet of RFC 4648 in either case, or -1. */
function base32Value(code: number): number {
  if (code >= 50 && code <= 55) return code - 24
  const letter = (code | 32) - 97
  return letter >= 0 && letter <= 25 ? letter : -1
}

/** 0 to 15, or -1; the letters of ASCII differ in one bit by case. */
export function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  const letter = (code | 32) - 87
  return letter >= 10 && letter <= 15 ? letter : -1
}
