/**
 * E: the autoregressive keyframe policy that acts, with ARP's structure but for the differences
 * that {@link KeyframePolicy} lists.
 */
package mirrorlab.execution;
