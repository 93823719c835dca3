import type { UrlParser } from '../../engine.ts'
import type { JsonValue } from '../../json-value.ts'
import {
  type HostPattern,
  hostPattern,
  matchingDomain,
  matchingHost,
} from '../../readings/url/host-pattern.ts'
import { expandHosts } from '../../readings/url/private-hosts.ts'
import { readUrlHost } from '../../readings/url/url-host.ts'
import { invalidOperand } from './invalid-operand.ts'
import { jsonType } from '../arguments/json-type.ts'
import { ERROR, holds } from '../truth-mask.ts'
import type { ValueTest } from './value-test.ts'

/** `url_host_in`: the host itself, with `*.` a name below it, or an address of a block. */
export function urlHostTest(texts: readonly string[], parseUrl: UrlParser): ValueTest {
  const patterns = hostPatterns('url_host_in', texts)
  return hostTest(parseUrl, (host) => matchingHost(host, patterns))
}

/** `in_domain`: the host itself or any name below it. */
export function domainTest(texts: readonly string[], parseUrl: UrlParser): ValueTest {
  const patterns = hostPatterns('in_domain', texts)
  return hostTest(parseUrl, (host) => matchingDomain(host, patterns))
}

/** A list of hosts that a loader has checked. */
export function hostPatterns(operator: string, texts: readonly string[]): readonly HostPattern[] {
  return expandHosts(texts).map((text) => {
    const pattern = hostPattern(text)
    if (pattern === undefined) throw invalidOperand(operator, 'a host')
    return pattern
  })
}

function hostTest(parseUrl: UrlParser, which: (host: string) => HostPattern | undefined): ValueTest {
  const read = (value: JsonValue) =>
    typeof value === 'string'
      ? readUrlHost(value, parseUrl)
      : ({ ok: false, problem: `it is of type ${jsonType(value)}, not string` } as const)
  return {
    ofValue: (value) => {
      const found = read(value)
      return found.ok ? holds(which(found.host) !== undefined) : ERROR
    },
    found: (shown) => {
      const found = read(shown)
      if (!found.ok) return undefined
      const pattern = which(found.host)?.text
      return { part: found.host, ...(pattern !== undefined && { pattern }) }
    },
    problem: (value) => {
      const found = read(value)
      return found.ok ? undefined : found.problem
    },
  }
}
