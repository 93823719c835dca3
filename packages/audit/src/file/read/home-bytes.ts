import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The bytes of all that is recorded in a home; it changes whenever something is. */
export async function homeBytes(home: string): Promise<number> {
  const names = await readdir(home, { recursive: true })
  const sizes = await Promise.all(
    names
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) =>
        stat(join(home, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
