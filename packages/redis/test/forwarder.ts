import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A road to a server that can be cut: what is on it then arrives nowhere, and nobody is told. */
export interface Forwarder {
  readonly port: number
  readonly url: string
  /** Holds everything back, in both directions, connections that are new included. */
  cut(): void
  /** Lets what is asked through and holds the answers back. */
  cutAnswers(): void
  /** Lets new connections through; those of before the cut are ended. */
  mend(): void
  close(): Promise<void>
}

export async function startForwarder(toPort: number): Promise<Forwarder> {
  let state: 'open' | 'cut' | 'silent' = 'open'
  const pairs = new Set<readonly [Socket, Socket]>()
  const server: Server = createServer((near) => {
    const far = connect(toPort, '127.0.0.1')
    const pair = [near, far] as const
    pairs.add(pair)
    near.on('data', (chunk) => {
      if (state !== 'cut') far.write(chunk)
    })
    far.on('data', (chunk) => {
      if (state === 'open') near.write(chunk)
    })
    for (const one of pair) {
      one.on('error', () => {})
      one.on('close', () => {
        if (state === 'cut') return
        near.destroy()
        far.destroy()
        pairs.delete(pair)
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const endAll = (): void => {
    for (const pair of pairs) for (const one of pair) one.destroy()
    pairs.clear()
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    cut: () => (state = 'cut'),
    cutAnswers: () => (state = 'silent'),
    mend: () => {
      endAll()
      state = 'open'
    },
    close: async () => {
      endAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
