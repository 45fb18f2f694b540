/** Recognition, imitation and closed-loop control; each yields one result record. */
package mirrorlab.evaluation;
