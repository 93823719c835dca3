/*
 * A second reader of recipients and amounts, for the second evaluator: one expression for a whole list of addresses, and
 * decimal numbers with eighty places. It shares no code with the readings.
 */
import type { JsonObject, JsonValue } from '@kvlar/core/json'

const T = 1
const F = 0
const E = 0.5

type Found = readonly JsonValue[]

const ATOM = "[a-z0-9_+'&~#][a-z0-9_+'&~#-]*(?:\\.[a-z0-9_+'&~#-]+)*"
const LABEL = '[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?'
const ADDRESS = `(?:${ATOM})@(?:${LABEL}\\.)+[a-z_](?:[a-z0-9_-]*[a-z_])?`
const PHRASE = `(?:"(?:[^"\\\\@<>]|\\\\")*"|[a-z' .]*)`
const COMMENT = '\\([a-z ]*(?:\\([a-z ]*\\))?[a-z ]*\\)'
const ITEM = `(?:(?:${PHRASE})? *<${ADDRESS}>|(?:${COMMENT} +)?${ADDRESS}(?: +${COMMENT})?|)`
const LIST = ` *${ITEM} *(?:[,;] *${ITEM} *)*`
const TEXT = new RegExp(`^(?:${LIST}|${PHRASE}: *${LIST};)$`, 'i')

/** Everybody whom a value names; undefined for what is not surely read alike by all. */
function named(value: JsonValue): readonly string[] | undefined {
  if (typeof value === 'string') {
    if (!TEXT.test(value)) return undefined
    return value.replaceAll(/"(?:[^"\\]|\\")*"/g, '').match(new RegExp(ADDRESS, 'gi')) ?? []
  }
  if (Array.isArray(value)) {
    const items = (value as JsonValue[]).map((item) =>
      Array.isArray(item) || item === null ? undefined : named(item),
    )
    return items.some((item) => item === undefined) ? undefined : items.flatMap((item) => item ?? [])
  }
  if (typeof value !== 'object' || value === null) return undefined
  const keys = Object.keys(value).toSorted().join()
  const object = value as JsonObject
  const [key] = keys.split(',')
  if (key === 'emailAddress' && keys === key) {
    const inner = object['emailAddress'] ?? null
    return typeof inner === 'object' && !Array.isArray(inner) && inner !== null && !('emailAddress' in inner)
      ? named(inner)
      : undefined
  }
  if (!/^(?:address|email)(?:,name)?$/.test(keys)) return undefined
  const name = object['name'] ?? ''
  if (typeof name !== 'string' || !/^[^@<>]*$/.test(name)) return undefined
  const text = object[key ?? '']
  const list = typeof text === 'string' ? named(text) : undefined
  return list?.length === 1 ? list : undefined
}

function addressTruth(address: string, pattern: string): number {
  const [local, domain] = address.split('@') as [string, string]
  const host = domain.toLowerCase()
  if (pattern.startsWith('*.')) return host.endsWith(pattern.slice(1)) ? T : F
  if (!pattern.includes('@')) return host === pattern ? T : F
  if (`${local}@${host}` === pattern) return T
  return address.toLowerCase() === pattern.toLowerCase() ? E : F
}

export function oracleEmails(found: readonly Found[], patterns: readonly string[]): number {
  const lists = found.flat().map(named)
  if (lists.some((list) => list === undefined)) return E
  const truths = lists.flatMap((list) =>
    (list ?? []).map((address) => Math.max(...patterns.map((pattern) => addressTruth(address, pattern)))),
  )
  return truths.length > 0 && truths.every((truth) => truth === truths[0]) ? (truths[0] ?? E) : E
}

const PLACES = 80

/** A number in units of ten to the minus eighty; undefined for what is not plain. */
function scaled(value: JsonValue | undefined): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const [, whole, rest = ''] = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(String(value)) ?? []
  return whole === undefined || String(value).length > 64
    ? undefined
    : BigInt(whole + rest.padEnd(PLACES, '0'))
}

function placesOf(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0
  )
}

export function oracleMoney([amounts = [], currencies = []]: readonly Found[], operand: JsonObject): number {
  const meant = [operand['currency'] ?? []].flat() as string[]
  const isNamed = operand['currency_field'] !== undefined
  const codes = isNamed ? currencies.map(codeOf) : meant
  if (amounts.length === 0 || (isNamed && codes.length === 0) || codes.some((code) => !meant.includes(code)))
    return E
  const truths = amounts.flatMap((amount) =>
    (codes.length === 0 ? [undefined] : codes).map((code) => amountTruth(amount, code, operand)),
  )
  return truths.every((truth) => truth === truths[0]) ? (truths[0] ?? E) : E
}

function codeOf(currency: JsonValue): string {
  return typeof currency === 'string' && /^[a-z]{3}$/i.test(currency) ? currency.toUpperCase() : ''
}

function amountTruth(amount: JsonValue, code: string | undefined, operand: JsonObject): number {
  const given = scaled(amount)
  if (given === undefined) return E
  const places = code === undefined ? PLACES : placesOf(code)
  const written = /\.(\d+)$/.exec(JSON.stringify(amount).replaceAll('"', ''))?.[1]?.length ?? 0
  if (operand['unit'] === 'minor' ? written > 0 : code === undefined ? written === 3 : written > places)
    return E
  const value = operand['unit'] === 'minor' ? given / 10n ** BigInt(places) : given
  const bound = (key: string) => scaled(operand[key])
  const [most, less, least, more] = ['at_most', 'less_than', 'at_least', 'more_than'].map(bound)
  const isInside =
    (most === undefined || value <= most) &&
    (less === undefined || value < less) &&
    (least === undefined || value >= least) &&
    (more === undefined || value > more)
  return isInside ? T : F
}
