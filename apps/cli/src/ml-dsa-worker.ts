// The worker thread that signs where Node has no ML-DSA; the bundle starts it as a file beside its own chunks.
import '@kvlar/crypto/ml-dsa-worker'
