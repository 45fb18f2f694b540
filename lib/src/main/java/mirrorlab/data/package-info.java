/** Episodes, sets of them, splits and batches. */
package mirrorlab.data;
