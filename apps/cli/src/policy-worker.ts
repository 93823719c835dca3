// The thread that reads changed policies; the bundle starts it as a file beside its own chunks.
import '@kvlar/runtime/policy-worker'
