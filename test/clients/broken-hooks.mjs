/*
 * What becomes of a tool whose hook is broken: the table of `docs/hooks.md`, as `npm run clients` sees it in the clients
 * that run here. A hook that hangs is one that Kvlar cannot end either: it is stopped by a signal before it begins.
 */

import { HOOK_SETTINGS } from '../../packages/clients/src/hooks/settings/settings-of-clients.ts'

/** How the installed hook is broken: its program is exchanged, and what stands around it stays. */
export const WAYS = {
  killed: (text, id) => withProgram(text, id, "sh -c 'kill -9 $$'"),
  hanging: (text, id) => withProgram(text, id, 'sleep 60').replace(/("timeout": )30(000)?/, '$13$2'),
  'ending with 1': (text, id) => withProgram(text, id, "sh -c 'exit 1'"),
  missing: (text, id) => withProgram(text, id, '/nowhere/kvlar'),
}

/** What the clients that run here do then. Only of a hook that hangs do they differ. */
export const BROKEN = Object.fromEntries(
  ['claude-code', 'codex', 'gemini'].map((id) => [
    id,
    {
      killed: 'denied',
      hanging: HOOK_SETTINGS[id].whenHanging,
      'ending with 1': 'denied',
      missing: 'denied',
    },
  ]),
)

/** The command line with another program in the place of ours, up to what stands behind it. */
function withProgram(text, id, program) {
  const changed = text.replace(/("command": ")[^|]* hook [a-z-]+ [^|]*(?= \|\|)/, (_, key) => key + program)
  if (changed === text) throw new Error(`the settings hold no hook of ${id}`)
  return changed
}
