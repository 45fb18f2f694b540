/**
 * Displays in notebook cells: charts, tables, arrays, filmstrips, animations and progress.
 *
 * <pre>
 *   value of a cell ─► {@link JJavaExtension} or {@link IJavaExtension} ─► HTML, PNG or SVG in the notebook
 *   loop of a cell ──► {@link Live}: {@link ProgressBar}, {@link LossCurve} ─► one display, updated
 * </pre>
 *
 * <p>Outside a notebook, the live displays are lines of text. {@link Lesson} makes the data and
 * models that several lessons share. {@link Request}, {@link Quiz} and {@link TemperatureSlider}
 * are there to play with.
 */
package mirrorlab.notebook;
