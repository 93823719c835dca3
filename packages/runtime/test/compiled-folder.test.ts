import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { compiledFolder, privateFolder } from '@kvlar/runtime/places'

const root = mkdtempSync(join(realpathSync(tmpdir()), 'kvlar-compiled-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const { uid } = userInfo()

function folder(name: string, mode: number): string {
  const path = join(root, name)
  mkdirSync(path, { recursive: true })
  chmodSync(path, mode)
  return path
}

describe.skipIf(process.platform === 'win32')('the folder in which compiled code is kept', () => {
  test("is one of the user's own that nobody else may enter", () => {
    const path = folder('own', 0o700)
    expect(privateFolder(path, uid)).toBe(path)
  })

  test.each([0o755, 0o770, 0o702])('is none that others have rights to (%o)', (mode) => {
    expect(privateFolder(folder(`open-${mode}`, mode), uid)).toBeUndefined()
  })

  test("is none of another user's", () => {
    expect(privateFolder(folder('theirs', 0o700), uid + 1)).toBeUndefined()
  })

  test('is none behind a link, which may lead elsewhere tomorrow', () => {
    const link = join(root, 'link')
    symlinkSync(folder('behind', 0o700), link)
    expect(privateFolder(link, uid)).toBeUndefined()
  })

  test('is none that others could rename and replace', () => {
    folder('shared', 0o777)
    const inside = folder('shared/inside', 0o700)
    expect(privateFolder(inside, uid)).toBeUndefined()
    chmodSync(join(root, 'shared'), 0o1777)
    expect(privateFolder(inside, uid)).toBe(inside)
  })

  test('is none where the environment says that home or state lie', () => {
    const platform = process.platform
    expect(compiledFolder({ platform, home: root, env: {} }, import.meta.filename)).toBeUndefined()
    const env = { XDG_STATE_HOME: root, LOCALAPPDATA: root }
    expect(compiledFolder({ platform: 'linux', home: homedir(), env }, import.meta.filename)).toBeUndefined()
  })
})
