package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What the encoder makes of B scenes.
 *
 * @param heatmaps (B, 3, H, W) logits of where the gripper goes
 * @param fine (3B, C₁, H/2, W/2) decoded maps
 * @param middle (3B, C₂, H/4, W/4) decoded maps
 * @param language (B, D) the words, before they meet the scene
 * @param layers for each layer the image tokens after it, (B, 3·H·W/64, D)
 * @param coarse (B, 3·H·W/64, D) normalised image tokens after the last layer
 * @param query (B, D) the token that asks where
 */
record SceneFeatures(
    NDArray heatmaps,
    NDArray fine,
    NDArray middle,
    NDArray language,
    List<NDArray> layers,
    NDArray coarse,
    NDArray query) {}
