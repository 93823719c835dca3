import { allow, changedFields, editFields, say } from './card.ts'
import { escaped, find, findAll, openCard, type Field } from './dom.ts'

/* Editing a call where it stands: its fields take the places of its values, and a slim bar those of the buttons. */

/** Whether the open card is being edited. */
export function isEditing(): boolean {
  return openCard()?.classList.contains('editing') === true
}

/** Puts fields in the place of what may be edited. */
export function openEdit(): void {
  if (find('[data-edit-bar]', openCard()) === undefined) return
  show(true)
  const [first] = editFields()
  first?.focus()
  first?.scrollIntoView({ block: 'nearest' })
}

/** Shows the call as it was asked about; what was typed is gone. */
export function closeEdit(): void {
  for (const field of editFields()) {
    field.value = field.dataset['before'] ?? ''
    preview(field)
  }
  show(false)
  say('')
}

function show(isOn: boolean): void {
  const card = openCard()
  card?.classList.toggle('editing', isOn)
  for (const field of findAll('[data-field]', card)) field.hidden = !isOn
  for (const value of findAll('[data-as-is]', card)) value.hidden = isOn
  const [deciding, bar] = [find('.deciding', card), find('[data-edit-bar]', card)]
  if (deciding !== undefined) deciding.hidden = isOn
  if (bar !== undefined) bar.hidden = !isOn
  allow()
}

/** Shows beside a field what it changes. */
export function preview(field: Field): void {
  const box = find('[data-preview]', field.closest('.field'))
  const [was, will] = [find('del', box ?? null), find('ins', box ?? null)]
  if (box === undefined || was === undefined || will === undefined) return
  const { before = '' } = field.dataset
  box.hidden = field.value === before
  was.textContent = escaped(before)
  will.textContent = escaped(field.value)
  allow()
}

/**
 * The edits as JSON text: a number stays the digits that were typed.
 * @throws TypeError for a value of another type than it was, naming its path; SyntaxError for one that is no JSON
 */
export function editsText(): string {
  return changedFields()
    .map((field) => {
      const { type = '', path = '' } = field.dataset
      const value = type === 'string' ? JSON.stringify(field.value) : field.value.trim()
      if (typeOf(JSON.parse(value)) !== type) throw new TypeError(path)
      return `{"path":${JSON.stringify(path)},"value":${value}}`
    })
    .join(',')
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'object' ? 'json' : typeof value
}
