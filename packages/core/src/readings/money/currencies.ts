/** Active currencies of ISO 4217 with two places after the point. */
const TWO_PLACES =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG'

const OTHER_PLACES: Readonly<Record<number, string>> = {
  0: 'BIF DJF GNF JPY KMF KRW PYG RWF UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

/**
 * Currencies whose smallest unit is not the same to ISO 4217 and to large payment services, so that a number of
 * smallest units may be a hundred times as much as it looks.
 */
const DISPUTED: ReadonlySet<string> = new Set(['CLP', 'CVE', 'IDR', 'ISK', 'MGA', 'MRU', 'UGX'])

const PLACES: ReadonlyMap<string, number> = new Map([
  ...TWO_PLACES.split(' ').map((code) => [code, 2] as const),
  ...Object.entries(OTHER_PLACES).flatMap(([places, codes]) =>
    codes.split(' ').map((code) => [code, Number(places)] as const),
  ),
])

/** How many places the smallest unit of a currency has; undefined for one that is not listed. */
export function currencyPlaces(code: string): number | undefined {
  return PLACES.get(code)
}

/** Why amounts in smallest units of a currency cannot be read; undefined when they can. */
export function minorUnitProblem(code: string): string | undefined {
  if (DISPUTED.has(code)) return 'payment services disagree on the smallest unit of its currency'
  return PLACES.has(code) ? undefined : 'the smallest unit of its currency is not known'
}

/** The code of a currency in capitals; payment services write it in small letters too. */
export function readCurrency(text: string): string | undefined {
  return /^[A-Za-z]{3}$/.test(text) ? text.toUpperCase() : undefined
}
