/** What tools say that they do, as the first or last word of their names; what follows is what they do it to. */
const VERBS: ReadonlySet<string> = new Set(
  `add append apply approve archive ask browse build calculate call cancel check click close comment commit compare
  compute convert copy count create describe diff download draft edit estimate exists explain export extract fetch
  filter find follow format generate get grep head help import info insert inspect join list load lock log lookup
  make mark measure merge modify move navigate open parse patch ping plan post preview publish push put query read
  recall render reopen reply resolve restore retrieve run save scan search select send set share show sort start stat
  stats status store submit subscribe suggest summarize sync tail test transform translate tree update upload validate
  verify version view wait issue pay refund book order transfer schedule notify report detect classify sum walk watch write history`.split(
    /\s+/,
  ),
)

/** Words of names that say that something goes away or runs. */
export const GRAVE_WORDS = ['delete', 'drop', 'remove', 'destroy', 'purge', 'exec'] as const

export function isVerb(word: string): boolean {
  return VERBS.has(word.toLowerCase()) || GRAVE_WORDS.some((grave) => grave === word.toLowerCase())
}
