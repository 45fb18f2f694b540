/**
 * Readers of Python's pickles and the NumPy arrays in them, which run no code.
 *
 * <pre>
 *   bytes ─► {@link Pickle} ─► Java lists, maps, numbers, texts, {@link NumpyArray}
 * </pre>
 *
 * <p>A pickle is a program that may name any Python function. {@link Pickle} accepts only the names
 * that its caller allows; any other is a {@link PickleException}.
 */
package mirrorlab.pickle;
