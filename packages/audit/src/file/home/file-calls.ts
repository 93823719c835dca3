import { fdatasync, write } from 'node:fs'

/**
 * What every recorded call waits for, straight on the platform's callbacks: beside one write of a kilobyte, the
 * promises of `node:fs/promises` cost as much as the write.
 */
export function writeFully(descriptor: number, data: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (from: number): void => {
      write(descriptor, data, from, data.length - from, null, (error, written) => {
        if (error !== null) reject(error)
        else if (from + written < data.length) next(from + written)
        else resolve()
      })
    }
    next(0)
  })
}

/** Makes written data survive the death of the machine. */
export function syncData(descriptor: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(descriptor, (error) => (error === null ? resolve() : reject(error)))
  })
}
