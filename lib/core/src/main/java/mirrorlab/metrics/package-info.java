/** Plain functions on matrices: retrieval, similarity of representations, intervals. */
package mirrorlab.metrics;
