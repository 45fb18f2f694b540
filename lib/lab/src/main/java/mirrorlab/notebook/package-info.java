/** Displays in notebook cells: charts, tables, arrays, filmstrips and progress. */
package mirrorlab.notebook;
