package mirrorlab.notebook;

/**
 * A drawing of lines, for the last expression of a cell.
 *
 * @param svg one {@code svg} element
 * @param about its title, then a line per thing that it shows
 */
public record Drawing(String svg, String about) {
  Shown shown() {
    return Shown.svg(svg, "drawing: " + about);
  }
}
