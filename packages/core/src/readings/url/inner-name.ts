import { SPELLING_NAMES } from './private-hosts.ts'

/** What stands behind a host: a port, a path, a query. */
const BEHIND = '(?=[:/?#\\\\]|$)'
const LABELS = '(?:[a-z0-9_-]{1,63}\\.)'

/** Names that people fetch without a scheme and without anything behind, and those below which a name is its address. */
const WHOLE_NAME = new RegExp(
  `^(?:${LABELS}{0,8}(?:${['localhost', ...SPELLING_NAMES].join('|').replaceAll('.', '\\.')})` +
    `|${LABELS}{1,8}(?:svc\\.cluster\\.local|(?:ec2|compute)\\.internal)|kubernetes\\.default\\.svc` +
    '|metadata\\.google\\.internal|(?:host|gateway|kubernetes|vm)\\.docker\\.internal' +
    `|(?:host|gateway)\\.containers\\.internal|host\\.(?:lima|minikube)\\.internal)\\.?${BEHIND}`,
  'i',
)

/** Names that are hosts when a path or a port stands behind them; by themselves they can be files and members. */
const INNER_NAME = new RegExp(
  `^${LABELS}{1,8}(internal|intranet|lan|corp|svc|consul|localdomain|home\\.arpa|local|home|private)\\.?` +
    '(?::([0-9]{1,5})(?=[/?#\\\\]|$)|[/?#\\\\])',
  'i',
)

/** Names of one or two labels, each with the path that is asked of it. */
const SERVICE = /^(?:instance-data|kubernetes\.default|metadata\/(?:computeMetadata|latest|v1))[:/?#\\]/i

/** Ends of names of files too: a number behind is a line rather than a port when it is a small one. */
const ENDS_OF_FILES = /^(?:local|home|private)$/i
const PORT_MIN = 80

/** A folder of a library, as .NET names them: `Acme.Web.Internal/Startup.cs`. */
const NAMESPACE = /^(?:[A-Z][a-z0-9]+[A-Za-z0-9]*\.)+[A-Z][a-z]+\//

/** Whether a text begins with a name that only a network inside knows, in a way that people write hosts. */
export function isInnerName(text: string): boolean {
  if (WHOLE_NAME.test(text) || SERVICE.test(text)) return true
  const [, end = '', port] = INNER_NAME.exec(text) ?? []
  if (end === '') return false
  if (port === undefined) return !NAMESPACE.test(text)
  return Number(port) >= PORT_MIN || !ENDS_OF_FILES.test(end)
}
