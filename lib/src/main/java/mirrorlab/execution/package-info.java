/** E: the autoregressive keyframe policy that acts, with ARP's structure. */
package mirrorlab.execution;
