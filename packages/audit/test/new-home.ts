import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'

/** A folder of its own, gone when the test is over. */
export function newHome(): string {
  const dir = make()
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** A folder for all tests of a file. */
export function tempFolder(): string {
  const dir = make()
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

function make(): string {
  return mkdtempSync(join(tmpdir(), 'kvlar-audit-'))
}
