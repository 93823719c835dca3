import type { UrlParser } from '../engine.ts'
import type { JsonValue } from '../json-value.ts'
import {
  type HostPattern,
  hostInDomain,
  hostMatches,
  hostPattern,
  hostPatternProblem,
} from '../readings/url/host.ts'
import { readUrlHost } from '../readings/url/url-host.ts'
import { invalidOperand } from './invalid-operand.ts'
import { jsonType } from './json-type.ts'
import { ERROR, holds } from './truth-mask.ts'
import type { ValueTest } from './value-test.ts'

/** `url_host_in`: the host itself, or with `*.` a name below it. */
export function urlHostTest(texts: readonly string[], parseUrl: UrlParser): ValueTest {
  const patterns = hostPatterns('url_host_in', texts)
  return hostTest(parseUrl, (host) => patterns.some((pattern) => hostMatches(host, pattern)))
}

/** `in_domain`: the host itself or any name below it. */
export function domainTest(texts: readonly string[], parseUrl: UrlParser): ValueTest {
  const patterns = hostPatterns('in_domain', texts)
  return hostTest(parseUrl, (host) => patterns.some((pattern) => hostInDomain(host, pattern)))
}

function hostPatterns(operator: string, texts: readonly string[]): readonly HostPattern[] {
  return texts.map((text) => {
    if (hostPatternProblem(text) !== undefined) throw invalidOperand(operator, 'a host')
    return hostPattern(text)
  })
}

function hostTest(parseUrl: UrlParser, test: (host: string) => boolean): ValueTest {
  const read = (value: JsonValue) =>
    typeof value === 'string'
      ? readUrlHost(value, parseUrl)
      : ({ ok: false, problem: `it is of type ${jsonType(value)}, not string` } as const)
  return {
    ofValue: (value) => {
      const found = read(value)
      return found.ok ? holds(test(found.host)) : ERROR
    },
    problem: (value) => {
      const found = read(value)
      return found.ok ? undefined : found.problem
    },
  }
}
