/** Two linear maps, the bidirectional InfoNCE loss and the frozen probe. */
package mirrorlab.alignment;
