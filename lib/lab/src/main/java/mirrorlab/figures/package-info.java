/**
 * Every figure and table, drawn from result records alone.
 *
 * <pre>
 *   folder of records ─► {@link FigureSet} ─► {@link Figures}, {@link Comparison}, {@link TrainingCurve} ─► {@link Pictures} (PNG, SVG), CSV, {@link Markdown}
 * </pre>
 *
 * <p>{@link Filmstrip}, {@link Gif} and {@link Heatmap} show images and what a policy attends to.
 * Nothing is computed here that a record does not hold, except comparisons of two records.
 */
package mirrorlab.figures;
