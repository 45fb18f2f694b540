/** What a cell shows: charts, tables, arrays, filmstrips and progress. */
package mirrorlab.notebook;
