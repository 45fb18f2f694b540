/**
 * U: the encoder that understands actions, with the structure of ViCLIP.
 *
 * <pre>
 *   video, T frames ─► {@link VideoTower} ─┐
 *                                  ├─► embeddings in one space, cosines
 *   instruction ─────► {@link TextTower} ──┘
 * </pre>
 *
 * <p>{@link VideoTextEncoder} holds both towers, and gives the representation of a video after
 * every layer, which the alignment uses. {@link VideoTextSize} has its dimensions. {@link
 * RecognitionTraining} trains it by the contrastive loss of videos and texts.
 */
package mirrorlab.understanding;
