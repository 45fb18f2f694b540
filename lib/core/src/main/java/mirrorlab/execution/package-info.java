/**
 * E: an autoregressive keyframe policy with the structure of ARP, except for the differences that
 * {@link KeyframePolicy} lists.
 *
 * <pre>
 *   views ─► {@link PointCloud} ─► {@link VirtualViews} ─┐
 *                                        ├─► {@link KeyframePolicy} ─► heatmaps, rotation, gripper ─► {@link Decision}
 *   instruction, robot state ────────────┘
 * </pre>
 *
 * <p>The policy decides twice: a coarse stage sees the whole workspace, a fine stage a {@link Crop}
 * around the point that the coarse stage chose. {@link PolicySize} has its dimensions. {@link
 * ImitationTraining} trains it on demonstrations, each moved by a random {@link Se3Augmentation}.
 */
package mirrorlab.execution;
