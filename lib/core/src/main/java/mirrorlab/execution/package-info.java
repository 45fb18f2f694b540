/**
 * E: an autoregressive keyframe policy with ARP's structure, except for the differences that {@link
 * KeyframePolicy} lists.
 */
package mirrorlab.execution;
