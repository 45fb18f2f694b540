/**
 * How fast the library is beside what its users would take instead.
 *
 * <p>Every {@link mirrorlab.bench.Row} runs ours and its peer in turn on the same data, after both
 * have given the same numbers. A peer is a Python process that lives as long as its rows; its
 * programs are in {@code src/main/python}.
 */
package mirrorlab.bench;
