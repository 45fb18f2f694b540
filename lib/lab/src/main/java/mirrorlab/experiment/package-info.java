/** Profiles, and the whole reproduction as named steps. */
package mirrorlab.experiment;
