import type { UrlParser } from '../../engine.ts'
import type { Judgement } from '../judgement.ts'
import { type HostPattern, matchingHost } from './host-pattern.ts'
import { readUrlHost } from './url-host.ts'
import { urlParts } from './url-shape.ts'

/** Whether the host of a URL is one that the patterns name; an error when readers could take it for another host. */
export function judgeUrl(text: string, patterns: readonly HostPattern[], parseUrl: UrlParser): Judgement {
  const read = readUrlHost(text, parseUrl)
  if (!read.ok) return { truth: 'error', problem: read.problem, part: text }
  const pattern = matchingHost(read.host, patterns)
  return pattern === undefined
    ? { truth: 'false', part: read.host }
    : { truth: 'true', part: read.host, pattern: pattern.text }
}

/** Plain paths and words, as most texts are: nothing in them parts a scheme or a host, and none is an address. */
const NO_URL = /^(?:\/(?![/\\])[\w ./,-]*|[gijkn-wyz_][\w -]*)$/i

/** Whether a text is of the shape of a URL, so that `judgeUrlText` says something of it. */
export function isUrlText(text: string): boolean {
  return !NO_URL.test(text) && urlParts(text) !== undefined
}

/**
 * The same for a text of a call of which nobody says that it is a URL. Undefined when it is not of that shape: prose,
 * Markdown, `git@host:path`, `urn:…`, a resource under a scheme of its own.
 */
export function judgeUrlText(
  text: string,
  patterns: readonly HostPattern[],
  parseUrl: UrlParser,
): Judgement | undefined {
  const parts = urlParts(text)
  if (parts === undefined) return undefined
  if ('problem' in parts) return { truth: 'error', problem: parts.problem, part: text }
  const judged = parts.urls.map((url) => judgeUrl(url, patterns, parseUrl))
  const [first] = judged
  return (
    judged.find(({ truth }) => truth === 'error') ??
    (judged.every(({ truth }) => truth === first?.truth)
      ? first
      : { truth: 'error', problem: 'some of its URLs are inside and some are not' })
  )
}
