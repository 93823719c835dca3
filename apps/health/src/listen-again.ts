import { once } from 'node:events'
import type { Server } from 'node:http'
import { isIP } from 'node:net'
import type { HealthNotice } from './health-notice.ts'
import { isLoopback } from './is-loopback.ts'
import { LIMITS } from './limits.ts'

export interface ListenOptions {
  readonly host: string
  readonly port: number
  readonly tell: (notice: HealthNotice) => void
}

/**
 * Listens, and goes on trying while the address cannot be had: whoever has it may end. It is told once that it cannot be
 * had, and when it can. Resolves after the first try; neither the server nor the waiting keeps a process alive.
 */
export async function listenAgain(
  server: Server,
  { host, port, tell }: ListenOptions,
): Promise<{ readonly close: () => Promise<void> }> {
  // What fails once it listens, such as a connection for which there is no file any more, fails that alone.
  server.on('error', () => {})
  let isClosed = false
  let hasFailed = false
  let timer: NodeJS.Timeout | undefined

  const attempt = async (): Promise<void> => {
    const begun = once(server, 'listening')
    server.listen({ host, port, exclusive: true })
    try {
      await begun
      server.unref()
      if (!isClosed) tell({ severity: 'note', text: `health is served at ${shown(server, host)}` })
      if (!isLoopback(host) && !isClosed)
        tell({
          severity: 'warning',
          text: 'health is open to other machines, to whoever can reach it: let only probes and monitors do so',
        })
    } catch (error) {
      if (isClosed) return
      if (!hasFailed) tell({ severity: 'warning', text: unserved({ host, port }, error) })
      hasFailed = true
      timer = setTimeout(() => void (trying = attempt()), LIMITS.retryMs).unref()
    }
  }
  let trying = attempt()
  await trying
  return {
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      await trying
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function shown(server: Server, host: string): string {
  const bound = server.address()
  return `http://${bracketed(host)}:${typeof bound === 'object' && bound !== null ? bound.port : ''}/health`
}

function unserved({ host, port }: Pick<ListenOptions, 'host' | 'port'>, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const why = code === 'EADDRINUSE' ? 'the address is in use' : `it cannot listen there (${code})`
  return `health is not served at ${bracketed(host)}:${port}: ${why}; trying again`
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}
