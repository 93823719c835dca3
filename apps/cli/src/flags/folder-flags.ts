import type { Flag } from '../command-line/command-spec.ts'

/** Where Kvlar's own folders lie, for commands that clients start in an environment of theirs. */
export const FOLDER_FLAGS = [
  {
    kind: 'value',
    name: 'home',
    placeholder: 'DIR',
    completes: 'directory',
    summary: 'home folder of the user, in which .kvlar lies, whatever the environment says',
  },
  {
    kind: 'value',
    name: 'state-home',
    placeholder: 'DIR',
    completes: 'directory',
    summary: 'folder in which the state folder of Kvlar lies, whatever the environment says',
  },
] as const satisfies readonly Flag[]
