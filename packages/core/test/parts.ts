/** Commands written one after the other, parted by three blanks or a line feed. */
export function parts(text: string): readonly string[] {
  return text.trim().split(/\n +| {3}/)
}
