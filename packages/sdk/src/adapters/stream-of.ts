/** What `work` emits, as it does so; the stream ends or fails as `work` does, and `emit` fails once nobody listens. */
export async function* streamOf<Part>(
  work: (emit: (part: Part) => Promise<void>) => Promise<unknown>,
): AsyncGenerator<Part, void, undefined> {
  const { readable, writable } = new TransformStream<Part, Part>()
  const writer = writable.getWriter()
  void work(async (part) => writer.write(part))
    .then(
      async () => writer.close(),
      async (error: unknown) => writer.abort(error),
    )
    .catch(() => undefined)
  yield* readable
}
