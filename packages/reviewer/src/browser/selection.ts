import { find, findAll, findKind } from './dom.ts'

/* What is selected in the list, to be decided together; only requests that are alike can be, and none that is gone. */

/** As many as one batch may hold. */
const BATCH_MAX = 50

const selected = new Set<string>()

export function rows(): HTMLElement[] {
  return findAll('[data-row]')
}

export function rowOf(id: string | undefined): HTMLElement | undefined {
  return id === undefined ? undefined : rows().find((row) => row.dataset['row'] === id)
}

function firstSelected(): HTMLElement | undefined {
  return rowOf([...selected][0])
}

/** Shows what is selected. */
export function showSelection(): void {
  for (const id of selected) if (rowOf(id) === undefined) selected.delete(id)
  const first = firstSelected()
  for (const row of rows()) {
    const box = findKind(HTMLInputElement, '[data-select]', row)
    const { row: id = '', alike } = row.dataset
    if (box === undefined) continue
    box.checked = selected.has(id)
    box.disabled = alike === '' || (first !== undefined && alike !== first.dataset['alike'])
    row.classList.toggle('picked', box.checked)
  }
  const bar = find('#batch')
  if (bar === undefined) return
  bar.hidden = selected.size === 0
  const [count, what] = [find('[data-batch-count]', bar), find('[data-batch-of]', bar)]
  if (count !== undefined) count.textContent = String(selected.size)
  if (what !== undefined) what.textContent = first?.dataset['what'] ?? ''
}

export function select(id: string, isOn = !selected.has(id)): void {
  const alike = rowOf(id)?.dataset['alike'] ?? ''
  const first = firstSelected()
  const may = alike !== '' && (first === undefined || first.dataset['alike'] === alike)
  if (isOn && may) selected.add(id)
  else selected.delete(id)
  showSelection()
}

export function selectAlike(): void {
  const alike = firstSelected()?.dataset['alike']
  for (const { dataset } of rows())
    if (alike !== undefined && dataset['alike'] === alike && selected.size < BATCH_MAX)
      selected.add(dataset['row'] ?? '')
  showSelection()
}

export function clearSelection(): void {
  selected.clear()
  showSelection()
}

export function selectedIds(): string {
  return [...selected].join(',')
}
