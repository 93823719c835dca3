import { fact, textArgument, type Renderer } from './facts.ts'

/** A request over HTTP: method, host as the network sees it, size of the body. */
export const renderHttp: Renderer = (args) => {
  const text = textArgument(args, ['url', 'uri', 'endpoint', 'href'])
  const url = text === undefined ? null : URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined
  const method = textArgument(args, ['method', 'httpmethod'])?.toUpperCase() ?? 'GET'
  const body = textArgument(args, ['body', 'data', 'payload'])
  return {
    kind: 'HTTP',
    facts: [
      fact(
        'method',
        method,
        method === 'GET' || method === 'HEAD' ? 'plain' : method === 'DELETE' ? 'danger' : 'warn',
      ),
      fact('host', url.host, url.hostname.includes('xn--') ? 'danger' : 'plain'),
      ...(url.protocol === 'http:' ? [fact('transport', 'not encrypted', 'warn')] : []),
      ...(url.username !== '' ? [fact('credentials', 'inside the URL', 'danger')] : []),
      ...(body !== undefined ? [fact('body', `${Buffer.byteLength(body)} bytes`)] : []),
    ],
  }
}
