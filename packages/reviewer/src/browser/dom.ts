/** The first element that a selector finds, if any. */
export function find(selector: string, root: ParentNode | null = document): HTMLElement | undefined {
  return root?.querySelector<HTMLElement>(selector) ?? undefined
}

/** The same, when it is of a kind. */
export function findKind<E extends HTMLElement>(
  kind: new () => E,
  selector: string,
  root: ParentNode | null = document,
): E | undefined {
  const found = find(selector, root)
  return found instanceof kind ? found : undefined
}

/** Every element that a selector finds. */
export function findAll(selector: string, root: ParentNode | null = document): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>(selector) ?? [])]
}

/** Every one of them that is of a kind. */
export function findKinds<E extends HTMLElement>(
  kind: new () => E,
  selector: string,
  root: ParentNode | null = document,
): E[] {
  return findAll(selector, root).filter((one): one is E => one instanceof kind)
}

/** What a page would hide or obey is written out, except line ends. */
export function escaped(text: string): string {
  return text.replace(
    /[^\P{C}\n]|[\p{Zl}\p{Zp}\p{DI}]|(?! )\p{Zs}/gu,
    (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

/** The card that is open. */
export function openCard(): HTMLElement | undefined {
  return find('#card')
}

/** Fields that are written in by a person. */
export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** Whether somebody writes or chooses there, so that keys are theirs. */
export function isField(target: EventTarget | null): target is Field {
  return target instanceof Element && target.matches('input:not([type=checkbox]),textarea,select')
}

/** The element that an event is about. */
export function targetOf({ target }: Event): HTMLElement | undefined {
  return target instanceof HTMLElement ? target : undefined
}
