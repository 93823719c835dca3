import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Licences under which code may stand in our bundle, as long as their texts stand beside it. */
const PERMITTED = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
])
const TEXTS = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i

/**
 * What the licences of others ask of whoever hands their code on inside a bundle: who wrote it, and the whole text.
 * @param inputs files that went into the bundle
 * @throws for a licence that is not permitted, and where a package carries no text of it
 */
export function thirdPartyNotices(inputs) {
  const folders = new Set([...inputs].filter((file) => /[\\/]node_modules[\\/]/.test(file)).map(packageOf))
  const notices = [...folders]
    .map(noticeOf)
    .toSorted((a, b) => (a.title < b.title ? -1 : 1))
    // The same package can come by two ways.
    .filter(({ title }, at, all) => title !== all[at - 1]?.title)
  const list = notices.map(({ title }) => `- ${title}`).join('\n')
  const texts = notices.map(({ title, text }) => `${'='.repeat(72)}\n${title}\n\n${text}`).join('\n\n')
  return `The bundle of kvlar holds code of others, under the licences that follow.\n\n${list}\n\n${texts}\n`
}

/** The folder whose manifest has a name: packages keep further ones that only say which modules theirs are. */
function packageOf(file) {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (manifestIn(folder)?.name !== undefined) return folder
    if (folder === dirname(folder)) throw new Error(`no package holds \`${file}\``)
  }
}

function manifestIn(folder) {
  const file = join(folder, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

function noticeOf(folder) {
  const { name, version, license } = manifestIn(folder)
  if (!PERMITTED.has(license)) throw new Error(`\`${name}\` is under \`${license}\`; refusing to bundle it`)
  const read = (pattern) =>
    readdirSync(folder)
      .filter((file) => pattern.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8').trim())
  // Some say it on the page about themselves alone.
  const [section] = /^#+ licen[cs]e\b.*/ims.exec(read(/^readme/i).join('\n')) ?? []
  const text = read(TEXTS).join('\n\n') || section
  if (!text) throw new Error(`\`${name}\` has no text of its licence; refusing to bundle it`)
  return { title: `${name} ${version} (${license})`, text }
}
