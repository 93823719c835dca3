import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { join } from 'node:path'
import { createSecureContext, TLSSocket } from 'node:tls'

const PAGE = `<!doctype html><title>Page</title><main><h1>A page</h1><p>${'Words of a page. '.repeat(300)}</p></main>`

/**
 * A web that answers every address with one page, so that fetching it needs no network and reaches nobody: an HTTP
 * proxy that, asked to connect, answers itself.
 * @returns its address as a proxy, the certificate to trust, and what ends it
 */
export async function startWeb(folder) {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Stand-in']
  execFileSync('openssl', [...made, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  const inside = createHttpServer(answer)
  const web = createHttpServer(answer).on('connect', ({ url }, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    const secureContext = contextFor({ host: url.replace(/:\d+$/, ''), folder, key, certificate })
    inside.emit('connection', new TLSSocket(socket, { isServer: true, secureContext }))
  })
  await new Promise((done) => {
    web.listen(0, '127.0.0.1', done)
  })
  const stop = () => {
    web.closeAllConnections()
    web.close()
  }
  return { proxyUrl: `http://127.0.0.1:${web.address().port}`, certificate, stop }
}

function answer(request, response) {
  if (request.url.endsWith('/robots.txt')) response.writeHead(404).end()
  else response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
}

/** A certificate for one host, signed by the one that is trusted. */
function contextFor({ host, folder, key, certificate }) {
  const extension = `subjectAltName=DNS:${host}`
  const request = ['req', '-x509', '-new', '-key', key, '-days', '2', '-subj', '/CN=Stand-in page']
  const signed = [...request, '-CA', certificate, '-CAkey', key, '-addext', extension]
  const cert = execFileSync('openssl', signed, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
  return createSecureContext({ key: readFileSync(key), cert })
}
