/** Python's pickles and NumPy's arrays in them, read without ever running what they name. */
package mirrorlab.pickle;
