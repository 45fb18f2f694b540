/**
 * Sets of episodes on disk: made, read, checked, split and imported.
 *
 * <pre>
 *   {@link EpisodePlan} ─► {@link Demonstrations} (experts) ─► {@link DemonstrationMaker} ─► {@link DemonstrationSet} ─► episodes of a {@link Split}
 *   RLBench ─► {@link RlbenchFolder} ─► episodes          LeRobot ─► {@link LeRobotSet} ─► videos with instructions
 * </pre>
 *
 * <p>A {@link DemonstrationSet} is two LeRobot v3 sets (Parquet and JSON) of the same episodes:
 * keyframes for E, and videos for U. {@link DemonstrationMaker} resumes after a kill and writes the
 * same bytes; {@link DemonstrationCheck} reports what is damaged, one line for each problem.
 */
package mirrorlab.data;
