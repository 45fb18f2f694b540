/**
 * Layers, training, weight files and tokenizers that both encoders share and DJL lacks.
 *
 * <pre>
 *   layers ({@link Linear}, {@link Attention}, {@link TransformerLayer}, …) ──► {@link Parameters} of one model
 *   {@link Trainable} = parameters + {@link Objective} ──► {@link Training} ({@link AdamW}, {@link Schedule}) ──► {@link RunDirectory}
 *   {@link Weights} ◄──► {@link SafetensorsFile}
 * </pre>
 *
 * <p>{@link Training} resumes from its last checkpoint with the same bits: all random numbers come
 * from {@link Seeds}. In this package and in all that learns, numbers become arrays by {@link
 * Tensors} alone, whose Javadoc gives the reason. {@link ClipTokenizer} and {@link Vocabulary} turn
 * texts into ids.
 */
package mirrorlab.nn;
