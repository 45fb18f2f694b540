/** Recognition, imitation and closed-loop control; one result record each. */
package mirrorlab.evaluation;
