/** Sets of episodes on disk: made, read, checked, split and imported. */
package mirrorlab.data;
