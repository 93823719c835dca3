/*
 * How each client's model speaks: what is a turn, where the result of the last call stands in it, and the events of an
 * answer that calls a tool or ends. A call without `server` is one of the client's own tools.
 */

const anthropic = {
  isTurn: (url) => url.startsWith('/v1/messages?') || url === '/v1/messages',
  offersTools: ({ tools }, ofServers) =>
    (tools ?? []).some(({ name }) => !ofServers || name.startsWith('mcp__')),
  resultOf: ({ messages }) => {
    const { content } = messages.findLast(({ role }) => role === 'user') ?? {}
    if (!Array.isArray(content)) return undefined
    const results = content
      .filter(({ type }) => type === 'tool_result')
      .map((result) => textOf(result.content))
    return results.length > 1 ? results.join('\n') : results[0]
  },
  callEvents: (...calls) =>
    anthropicMessage(
      'tool_use',
      calls.map(({ server, tool, arguments: args }) => [
        { type: 'tool_use', id: callId(), name: nameOf('mcp__', server, '__', tool), input: {} },
        { type: 'input_json_delta', partial_json: JSON.stringify(args) },
      ]),
    ),
  doneEvents: () =>
    anthropicMessage('end_turn', [
      [
        { type: 'text', text: '' },
        { type: 'text_delta', text: 'done' },
      ],
    ]),
}

function anthropicMessage(stop_reason, blocks) {
  const message = { id: callId('msg'), type: 'message', role: 'assistant', model: 'scripted', content: [] }
  const usage = { input_tokens: 1, output_tokens: 1 }
  return [
    { type: 'message_start', message: { ...message, stop_reason: null, stop_sequence: null, usage } },
    ...blocks.flatMap(([content_block, delta], index) => [
      { type: 'content_block_start', index, content_block },
      { type: 'content_block_delta', index, delta },
      { type: 'content_block_stop', index },
    ]),
    { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 1 } },
    { type: 'message_stop' },
  ]
}

const responses = {
  isTurn: (url) => url.startsWith('/v1/responses'),
  offersTools: ({ tools }, ofServers) =>
    (tools ?? []).some(({ name }) => !ofServers || name?.startsWith('mcp__')),
  resultOf: ({ input }) => textOf(input.findLast(({ type }) => type === 'function_call_output')?.output),
  callEvents: ({ server, tool, arguments: args }) =>
    responseEvents({
      type: 'function_call',
      id: callId('fc'),
      call_id: callId(),
      ...(server !== undefined && { namespace: `mcp__${server}` }),
      name: tool,
      arguments: JSON.stringify(args),
    }),
  doneEvents: () =>
    responseEvents({
      type: 'message',
      id: callId('msg'),
      role: 'assistant',
      content: [{ type: 'output_text', text: 'done', annotations: [] }],
    }),
}

function responseEvents(item) {
  const id = callId('resp')
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 }
  return [
    { type: 'response.created', response: { id } },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: { id, status: 'completed', output: [item], usage } },
  ]
}

const gemini = {
  isTurn: (url) => url.includes(':streamGenerateContent') || url.includes(':generateContent'),
  offersTools: ({ tools }) => (tools ?? []).some((tool) => (tool.functionDeclarations ?? []).length > 0),
  resultOf: ({ contents }) => {
    const part = contents.at(-1)?.parts.find(({ functionResponse }) => functionResponse !== undefined)
    return textOf(part?.functionResponse.response)
  },
  callEvents: ({ server, tool, arguments: args }) =>
    geminiEvents({ functionCall: { name: nameOf('mcp_', server, '_', tool), args } }),
  doneEvents: () => geminiEvents({ text: 'done' }),
}

function geminiEvents(part) {
  const candidate = { content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }
  const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 }
  return [{ candidates: [candidate], usageMetadata }]
}

/** What most frameworks speak with models that have no SDK of their own; those that do not stream get the same as a whole. */
const chat = {
  isTurn: (url) => url.endsWith('/chat/completions'),
  offersTools: ({ tools }) => (tools ?? []).length > 0,
  resultOf: ({ messages }) => {
    const last = messages.findLastIndex(({ role }) => role !== 'tool')
    const results = messages.slice(last + 1).map(({ content }) => textOf(content))
    return results.length > 0 ? results.join('\n') : undefined
  },
  callEvents: (...calls) =>
    chatEvents('tool_calls', {
      tool_calls: calls.map(({ tool: name, arguments: args }, index) => ({
        index,
        id: callId(),
        type: 'function',
        function: { name, arguments: JSON.stringify(args) },
      })),
    }),
  doneEvents: () => chatEvents('stop', { content: 'done' }),
  isWhole: ({ stream }) => stream !== true,
  wholeOf: ([{ choices, ...chunk }]) => ({
    ...chunk,
    object: 'chat.completion',
    choices: choices.map(({ delta: message, ...choice }) => ({ ...choice, message })),
  }),
}

function chatEvents(finish_reason, delta) {
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
  const choices = [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason }]
  return [
    { id: callId('chat'), object: 'chat.completion.chunk', created: 1, model: 'scripted', choices, usage },
  ]
}

/** By the name that `clients.mjs` gives them. */
export const DIALECTS = { anthropic, responses, gemini, chat }

function nameOf(prefix, server, between, tool) {
  return server === undefined ? tool : `${prefix}${server}${between}${tool}`
}

let calls = 0
const callId = (kind = 'call') => `${kind}_${(calls += 1)}`

/** Whatever a client makes of a result, as one text to look for words in. */
function textOf(result) {
  return result === undefined || typeof result === 'string' ? result : JSON.stringify(result)
}
