import { canonicalJson } from '@kvlar/core/json'
import { isPrivateAddress } from '@kvlar/core/readings'
import { argument, fact, textArgument, uninspectable, type Fact, type Renderer } from './facts.ts'
import { lookAlikeFacts } from './look-alike-facts.ts'

/** How a URL parser writes addresses. */
const ADDRESS = /^(?:\[(.*)\]|([\d.]+))$/
/** Names that lead nowhere else than to this machine or its network. */
const INSIDE_NAMES = /^(?:localhost|.*\.localhost|.*\.internal|.*\.local)\.?$/
const METHOD_TONES: Readonly<Record<string, Fact['tone']>> = {
  GET: 'plain',
  HEAD: 'plain',
  OPTIONS: 'plain',
  DELETE: 'danger',
}

/** A request over HTTP: method, host as the network sees it and as it was written, size of the body. */
export const renderHttp: Renderer = (args) => {
  const text = textArgument(args, ['url', 'uri', 'endpoint', 'href'])
  const url = text === undefined ? null : URL.parse(text)
  if (text !== undefined && url === null && /^\s*https?:/i.test(text))
    return { kind: 'HTTP', facts: [uninspectable('it does not parse as a URL'), ...lookAlikeFacts([text])] }
  if (text === undefined || url === null || !/^https?:$/.test(url.protocol)) return undefined
  const method = textArgument(args, ['method', 'httpmethod'])?.toUpperCase() ?? 'GET'
  const body = argument(args, ['body', 'data', 'payload', 'json'])
  const [, written = ''] = /^[^/\\]*[/\\]{2}(?:[^/\\?#]*@)?([^/\\?#]*)/.exec(text.slice(0, 4096)) ?? []
  const isWrittenOtherwise =
    written.toLowerCase() !== url.host && written.toLowerCase() !== `${url.hostname}:${defaultPort(url)}`
  return {
    kind: 'HTTP',
    facts: [
      fact('method', method, METHOD_TONES[method] ?? 'warn'),
      fact('host', url.host, url.hostname.includes('xn--') ? 'danger' : 'plain'),
      ...(isWrittenOtherwise ? [fact('written as', written, 'danger')] : []),
      ...lookAlikeFacts([text]),
      ...(isInside(url.hostname) ? [fact('address', 'inside this machine or network', 'danger')] : []),
      ...(url.protocol === 'http:' ? [fact('transport', 'not encrypted', 'warn')] : []),
      ...(url.username !== '' || url.password !== ''
        ? [fact('credentials', 'inside the URL', 'danger')]
        : []),
      fact('path', url.pathname),
      ...(url.search === '' ? [] : [fact('query', `${url.search.length - 1} characters`)]),
      ...(body === undefined || body === null
        ? []
        : [
            fact(
              'body',
              `${Buffer.byteLength(typeof body === 'string' ? body : canonicalJson(body)).toLocaleString('en')} bytes`,
            ),
          ]),
    ],
  }
}

/** Whether a host, as a URL parser writes it, is in no public network: this machine, its network, a cloud's own. */
function isInside(hostname: string): boolean {
  const [, inBrackets, plain = inBrackets] = ADDRESS.exec(hostname) ?? []
  return plain === undefined ? INSIDE_NAMES.test(hostname) : isPrivateAddress(plain)
}

function defaultPort({ protocol }: URL): string {
  return protocol === 'https:' ? '443' : '80'
}
