/**
 * The experiment: profiles, training runs, evaluations and the whole reproduction.
 *
 * <pre>
 *   {@link Profile} ─► {@link TrainingRun} ─► {@link RunRecord} ─► {@link Evaluation}, {@link ProbeEvaluation} ─► records
 *                         all of it, step by step and seed by seed: {@link Reproduction}
 * </pre>
 *
 * <p>Every record says how it was made: {@link Provenance} has the software and the hardware.
 * {@link AlignmentCheck} tests whether the alignment loss did what it should, and {@link
 * DeviceCheck} compares a GPU with the CPU.
 */
package mirrorlab.experiment;
