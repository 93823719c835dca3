/* Starts the receiver from the environment; see README.md beside this file. */
import { createReceiver } from './receiver.mjs'

const needed = (name) => {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`${name} is not set; see README.md`)
  return value
}

const approvers = new Map(
  needed('SLACK_APPROVERS')
    .split(',')
    .map((pair) => pair.trim().split('=')),
)
const server = createReceiver({
  slack: {
    apiUrl: process.env.SLACK_API_URL ?? 'https://slack.com/api',
    botToken: needed('SLACK_BOT_TOKEN'),
    signingSecret: needed('SLACK_SIGNING_SECRET'),
    channel: needed('SLACK_CHANNEL'),
  },
  kvlar: { url: needed('KVLAR_REVIEWER_URL'), secrets: needed('KVLAR_WEBHOOK_SECRETS').split(',') },
  approvers,
})
server.listen(Number(process.env.PORT ?? 8770), process.env.HOST ?? '127.0.0.1', () => {
  const { address, port } = server.address()
  console.log(`the Slack receiver listens on http://${address}:${port}`)
})
