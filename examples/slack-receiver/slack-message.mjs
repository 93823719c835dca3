import { visibleText } from '@kvlar/core/text'

const NAME_CHARS_MAX = 120
const ARGUMENT_CHARS_MAX = 2500

/** What a state of the queue is called in a message that is over. */
const OUTCOMES = new Map([
  ['approved', 'Approved'],
  ['executing', 'Approved'],
  ['executed', 'Approved, and it ran'],
  ['failed', 'Approved, and it failed'],
  ['interrupted', 'Approved; whether it ran is not known'],
  ['lapsed', 'Approved, but it never ran'],
  ['denied', 'Denied'],
  ['expired', 'Nobody answered in time: denied'],
  ['cancelled', 'Withdrawn by its caller'],
  ['superseded', 'Replaced by another request'],
])

/**
 * The message that asks. Every text of the call stands in an element that Slack takes as it is: there is no markup to
 * inject into, hidden characters are written out, and where not everything can be shown nothing can be approved here.
 */
export function askingMessage(request) {
  const { id, isWhole } = request
  const buttons = [
    ...(isWhole ? [button('approve', 'Approve', 'primary', request)] : []),
    button('deny', 'Deny', 'danger', request),
  ]
  return {
    ...envelope(id),
    blocks: [
      ...described(request),
      ...(isWhole ? [] : [plain('Not everything can be shown here: approve it on the reviewer page.')]),
      { type: 'actions', block_id: `kvlar-${id}`.slice(0, 250), elements: buttons },
    ],
  }
}

/** The same message once nothing can be decided any more: without buttons. */
export function settledMessage(request, { state, decisions }) {
  const people = decisions.map(({ approver, verdict }) => `${verdict} by ${approver}`).join(', ')
  const outcome = OUTCOMES.get(state) ?? 'Over'
  return {
    ...envelope(request.id),
    blocks: [...described(request), plain(people === '' ? outcome : `${outcome} (${people})`)],
  }
}

/** Beneath the question: who may answer it by now. */
export function escalatedMessage(request, { approvers }) {
  return {
    ...envelope(request.id),
    blocks: [plain(`Nobody has answered yet. By now these may: ${approvers.map(short).join(', ')}`)],
  }
}

/** What the receiver keeps of a request, from the body that announces it. */
export function requestOf(message) {
  const { data } = message
  const args = message.tool_arguments
  const text = args === null ? '' : shownJson(args)
  const isCut = text.length > ARGUMENT_CHARS_MAX || data.truncated.length > 0
  return {
    id: message.request_id,
    digest: data.digest,
    risk: data.risk_level,
    tool: message.tool_name,
    facts: [
      ['Rule', message.rule_id],
      ['Reason', message.reason ?? ''],
      ['Risk', data.risk_level],
      ['Server', data.server ?? ''],
      ['Agent', message.agent_id ?? ''],
      ['On behalf of', data.principal],
      ['Hidden values', String(data.hidden_values)],
      ['Answer by', data.expires_at],
    ].filter(([, value]) => value !== ''),
    text: text.slice(0, ARGUMENT_CHARS_MAX),
    isWhole: args !== null && !isCut,
  }
}

function described({ tool, facts, text }) {
  const lines = facts.map(([name, value]) => `${name}: ${short(value)}`).join('\n')
  return [
    { type: 'header', text: { type: 'plain_text', text: `Call ${short(tool)}?`, emoji: false } },
    preformatted(lines),
    ...(text === '' ? [] : [preformatted(text)]),
  ]
}

/** The fallback text is fixed, for Slack would read markup in it. */
function envelope(id) {
  return { text: `A tool call waits for approval (${visibleText(id).replace(/[^\w-]/g, '')})`, parse: 'none' }
}

function button(action, text, style, { id, risk }) {
  const needsThought = action === 'approve' && (risk === 'high' || risk === 'critical')
  return {
    type: 'button',
    action_id: action,
    style,
    // The id alone: what is decided about is kept by the receiver.
    value: id,
    text: { type: 'plain_text', text, emoji: false },
    ...(needsThought && {
      confirm: {
        title: { type: 'plain_text', text: `This call is of ${risk} risk` },
        text: { type: 'plain_text', text: 'Have you read every argument?' },
        confirm: { type: 'plain_text', text: 'Approve' },
        deny: { type: 'plain_text', text: 'Back' },
      },
    }),
  }
}

function plain(text) {
  return { type: 'section', text: { type: 'plain_text', text, emoji: false } }
}

/** Slack reads no markup, mention, link or emoji in these. */
function preformatted(text) {
  const elements = [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }]
  return { type: 'rich_text', elements }
}

/** One line a value, with every character that could hide something written out. */
function shownJson(args) {
  return JSON.stringify(args, null, 2).split('\n').map(visibleText).join('\n')
}

function short(text) {
  const shown = visibleText(text)
  return shown.length > NAME_CHARS_MAX ? `${shown.slice(0, NAME_CHARS_MAX)}…` : shown
}
