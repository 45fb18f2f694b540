/** U: the video–text encoder that understands actions, with ViCLIP's structure. */
package mirrorlab.understanding;
