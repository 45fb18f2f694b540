/** Layers, training, weight files and tokenizers that both encoders share and DJL lacks. */
package mirrorlab.nn;
