/**
 * Evaluations of trained encoders and of their alignment; each yields one {@link Result}.
 *
 * <pre>
 *   U ─────► {@link Recognition} ───────────────────────────┐
 *   E ─────► {@link Imitation}, {@link Control} ────────────────────┤
 *   U + E ─► {@link SpontaneousAlignment}, {@link LayerAlignment}, ─┼─► {@link Result} (JSON) ─► figures
 *            {@link OutcomeAlignment}, {@link WatchThenDo} ─────────┘
 * </pre>
 *
 * <p>A {@link Result} keeps the outcome of every item next to its metrics and its references
 * ({@link RandomPolicy}, {@link NearestNeighbour}, {@link Ablations}), so that figures and
 * comparisons need nothing else.
 */
package mirrorlab.evaluation;
