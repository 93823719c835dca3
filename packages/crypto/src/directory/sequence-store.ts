/**
 * Remembers the highest sequence number a directory has accepted, so that an older manifest is refused. A store that
 * outlives the process makes that hold across restarts. `write` never lowers what `read` gives.
 */
export interface SequenceStore {
  read(): Promise<number>
  write(sequence: number): Promise<void>
}

/**
 * Remembers for as long as the process lives.
 *
 * @param sequence the lowest number to accept, where it is known
 */
export function createMemorySequenceStore(sequence = 0): SequenceStore {
  return new MemorySequenceStore(sequence)
}

class MemorySequenceStore implements SequenceStore {
  #sequence: number

  constructor(sequence: number) {
    this.#sequence = sequence
  }

  read(): Promise<number> {
    return Promise.resolve(this.#sequence)
  }

  write(sequence: number): Promise<void> {
    this.#sequence = Math.max(this.#sequence, sequence)
    return Promise.resolve()
  }
}
