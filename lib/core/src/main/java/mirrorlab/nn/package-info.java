/** What both encoders share and DJL lacks. */
package mirrorlab.nn;
