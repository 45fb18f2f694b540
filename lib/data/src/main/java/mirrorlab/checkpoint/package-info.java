/**
 * Weights that others published, brought into this library's format.
 *
 * <pre>
 *   safetensors, PyTorch checkpoint, sharded index ─► {@link CheckpointFile} ─► {@link ViclipCheckpoint} ─► weights of U
 * </pre>
 *
 * <p>{@link CheckpointFile} reads named arrays on demand, whatever their format. {@link
 * ViclipCheckpoint} renames and checks those of ViCLIP. No code in a file is run.
 */
package mirrorlab.checkpoint;
