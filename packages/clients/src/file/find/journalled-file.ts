import { CLIENTS } from '../../known/clients.ts'
import { unknownFile } from './choose-files.ts'
import type { DetectedFile } from './detect.ts'

/** A file the journal names: read by all the keys its client uses in files of that format. */
export function journalledFile(target: string, clientId: string): DetectedFile {
  const plain = unknownFile(target, target, [clientId])
  const client = CLIENTS.find(({ id }) => id === clientId)
  const files = client?.files.filter(({ format }) => format === plain.file.format) ?? []
  const places = files.flatMap((file) => file.places)
  return places.length === 0 ? plain : { ...plain, file: { ...plain.file, places: distinct(places) } }
}

function distinct(places: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(places.map((place) => [place.join('\n'), place])).values()]
}
