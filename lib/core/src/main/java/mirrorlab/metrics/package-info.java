/**
 * Plain functions on matrices: retrieval, similarity of representations, intervals and tests.
 *
 * <p>Rows are items and columns are features; {@link Matrices} makes them. The package knows
 * neither encoders nor files.
 *
 * <ul>
 *   <li>Retrieval: {@link Retrieval}, {@link InfoNceBound}.
 *   <li>Similarity without trained maps: {@link Cka}, {@link MutualKnn}, each against a {@link
 *       PermutationNull}.
 *   <li>Uncertainty: {@link Interval}, {@link StudentInterval}, {@link PairedDifference}, {@link
 *       HierarchicalBootstrap}, {@link DetectableDifference}; a {@link Margin} makes a {@link
 *       Verdict} of an interval.
 *   <li>Pictures of spaces: {@link Tsne}.
 * </ul>
 */
package mirrorlab.metrics;
