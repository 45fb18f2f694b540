/**
 * The alignment of the two encoders' representations: two linear maps, the bidirectional InfoNCE
 * loss, and what trains them.
 *
 * <pre>
 *   video ───► U ─► u ─► T_u ─► z_u ─┐
 *                                    ├─► {@link InfoNce}, positives by {@link Pairing}
 *   episode ─► E ─► e ─► T_e ─► z_e ─┘
 * </pre>
 *
 * <p>{@link AlignmentMaps} holds T_u and T_e. {@link Probe} trains them alone, on the {@link Pairs}
 * of two frozen encoders, and so measures spontaneous alignment; {@link RidgeProbe} does it in
 * closed form. {@link JointTraining} trains the maps with both encoders (explicit alignment), as
 * {@link AlignmentSettings} say; its controls replace the {@link Partner} of E.
 */
package mirrorlab.alignment;
