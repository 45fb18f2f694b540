/**
 * The values that encoders read and policies return: images, views, observations, keyframes and the
 * episodes that they make up.
 */
package mirrorlab.episode;
