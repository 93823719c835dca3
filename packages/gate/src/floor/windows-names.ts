/** A volume by another name than its letter. */
const ANY_DRIVE = '[a-z]:'

const DRIVE = /^[a-z]:$/

/** What Windows calls a volume without a letter, below `\\?\` and `\\.\`. */
const VOLUME = /^(?:volume\{.*|harddiskvolume.*|harddisk\d+partition\d+|(?:boot|system)partition)$/

const DRIVES_OF_DEVICES = new Set(['??', 'global??', 'dosdevices'])
const DEVICES = new Set(['device', 'arcname'])

/** Names below one profile that are junctions to others, which Windows makes for programs of old. */
const JUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  'local settings': ['appdata', 'local'],
  'application data': ['appdata', 'roaming'],
  'my documents': ['documents'],
}

/** No path has more junctions and devices in it that lead anywhere. */
const NAMES_MAX = 64

type Names = readonly string[]

/** The same place under the other names that Windows has for it, each found from one before. */
export function windowsNames(names: Names): readonly Names[] {
  const found = new Map<string, Names>([[names.join('/'), names]])
  for (const one of found.values()) {
    if (found.size > NAMES_MAX) break
    for (const other of [...volumesOf(one), ...shareOf(one), ...junctionOf(one)])
      found.set(other.join('/'), other)
  }
  return [...found.values()].slice(1)
}

function* volumesOf([first = '', second = '', ...below]: Names): Generator<Names> {
  if (VOLUME.test(first)) yield [ANY_DRIVE, second, ...below]
  if (first !== 'globalroot') return
  if (DRIVES_OF_DEVICES.has(second)) yield below
  // `HarddiskVolume3` is one name, and `Harddisk0\Partition3` two.
  if (!DEVICES.has(second)) return
  yield [ANY_DRIVE, ...below.slice(1)]
  yield [ANY_DRIVE, ...below.slice(2)]
}

/** A server is this machine by some name, as often as not. */
function* shareOf([first = '', second = '', ...below]: Names): Generator<Names> {
  if (first === 'unc') yield [second, ...below]
  else if (/^[a-z]\$$/.test(second)) yield [`${second.charAt(0)}:`, ...below]
  else if (second === 'users' && !DRIVE.test(first) && first !== ANY_DRIVE)
    yield [ANY_DRIVE, second, ...below]
}

function* junctionOf(names: Names): Generator<Names> {
  if (names[1] === 'documents and settings') yield names.with(1, 'users')
  const at = names.findIndex((name) => Object.hasOwn(JUNCTIONS, name))
  if (at === -1) return
  const rest = names.slice(at + 1)
  // Below this folder the junction leads back to it.
  const isLoop = names[at] === 'application data' && names[at - 1] === 'local' && names[at - 2] === 'appdata'
  yield [...names.slice(0, at), ...(isLoop ? [] : (JUNCTIONS[names[at] ?? ''] ?? [])), ...rest]
}

/** What stands below a share, which can be any folder of any machine; undefined for what is on no share. */
export function belowShare(path: string, names: Names): Names | undefined {
  if (names[0] === 'unc') return names.slice(3)
  return path.startsWith('//') ? names.slice(2) : undefined
}
