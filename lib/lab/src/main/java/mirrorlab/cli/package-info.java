/**
 * The commands of {@code ./mirrorlab}, one class each.
 *
 * <p>{@link Main} parses the arguments with picocli and starts a command, which calls the other
 * packages and prints. A mistake of the user is one line with the fix and exit code 1 or 2.
 */
package mirrorlab.cli;
