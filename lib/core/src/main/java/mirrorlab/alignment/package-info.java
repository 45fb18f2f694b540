/**
 * Two linear maps, the bidirectional InfoNCE loss, and the probe that trains them on frozen
 * encoders.
 */
package mirrorlab.alignment;
