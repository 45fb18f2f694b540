/** Readers of published weights: safetensors, PyTorch checkpoints and ViCLIP. */
package mirrorlab.checkpoint;
