const read_record = ({ id }) => ({ id, name: 'Ada Example' })
const send_email = async ({ to }) => ({ status: 'sent', to })
const read_pii = async ({ id }) => ({ id, verified: true })
const delete_record = async ({ id }) => ({ status: 'deleted', id })
const prod_write = async ({ key }) => ({ status: 'written', key })

/** What the agent does, in order, and what the guide suggests to the reviewer. The policy knows the functions by name. */
export const tools = [
  {
    does: 'It reads a record: approved by the policy, nobody is asked',
    fn: read_record,
    args: { id: 42 },
  },
  {
    does: 'It sends an email',
    advice: 'Approve it on the page.',
    fn: send_email,
    args: { to: 'ada@example.com', subject: 'Welcome', body: 'Hello Ada.' },
  },
  {
    does: 'It looks up personal data; the page shows that fields are hidden',
    advice: 'Approve it on the page.',
    fn: read_pii,
    args: { id: 42, ssn: '078-05-1120', date_of_birth: '1815-12-10' },
  },
  {
    does: 'It deletes a record',
    advice: 'Deny it on the page.',
    fn: delete_record,
    args: { id: 42 },
  },
  {
    does: 'It writes to production',
    advice: 'Leave it alone: after five seconds it is denied.',
    fn: prod_write,
    args: { key: 'feature.checkout', value: { enabled: true } },
  },
]
