/**
 * The values that encoders read and policies return: images, views, observations, keyframes and
 * episodes.
 */
package mirrorlab.episode;
