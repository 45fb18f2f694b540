/** Readers of Python pickles and the NumPy arrays in them, which never run the named code. */
package mirrorlab.pickle;
