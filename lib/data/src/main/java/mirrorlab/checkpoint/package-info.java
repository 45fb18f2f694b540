/** Weights that others published: safetensors, PyTorch's checkpoints and ViCLIP's, read as ours. */
package mirrorlab.checkpoint;
