/** The three methods of Slack's Web API that the receiver needs. */
export function createSlack({ apiUrl, botToken, channel }) {
  const call = async (method, body) => {
    const response = await fetch(new URL(method, `${apiUrl.replace(/\/$/, '')}/`), {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel, ...body }),
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    })
    const answer = await response.json()
    if (answer.ok !== true) throw new Error(`Slack answered \`${answer.error}\` to ${method}`)
    return answer
  }
  return {
    post: async (message) =>
      (await call('chat.postMessage', { ...message, unfurl_links: false, unfurl_media: false })).ts,
    update: async (ts, message) => call('chat.update', { ts, ...message }),
    /** Seen by this one person only. */
    tell: async (user, text) => call('chat.postEphemeral', { user, text, parse: 'none' }),
  }
}
