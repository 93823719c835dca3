/** A part of a text that some server could take for a path. */
export interface PathCandidate {
  readonly text: string
  /** False for a part that only an unusual reader would make of the text: what it matches is in doubt. */
  readonly certain: boolean
  /** Prose by its look: it counts where it names a file of a list, and says nothing else. */
  readonly isProse?: true
}

export type ReadCandidates =
  | { readonly ok: true; readonly candidates: readonly PathCandidate[] }
  /** `problem` says why the text, which begins like a path, can be read in many ways. */
  | { readonly ok: false; readonly problem: string }

export const ENDLESS: ReadCandidates = { ok: false, problem: 'its percent-encoding does not come to an end' }

/** What several readings of one text give; what cannot be read decides. */
export function together(read: readonly ReadCandidates[]): ReadCandidates {
  const [first, ...others] = read
  if (first !== undefined && others.length === 0) return first
  const bad = read.find(({ ok }) => !ok)
  return bad ?? { ok: true, candidates: read.flatMap((one) => (one.ok ? one.candidates : [])) }
}
