package mirrorlab.execution;

/**
 * The three sides from which the crop is rendered orthographically. Images are upright: rows run
 * down, columns to the viewer's right.
 *
 * <pre>
 *           seen from   up     right
 *   TOP     +z          +x     −y      (the robot at the bottom)
 *   FRONT   +x          +z     +y      (facing the robot)
 *   LEFT    +y          +z     −x      (from the robot's left)
 * </pre>
 */
public enum ViewPoint {
  TOP(1, -1, 0, 2),
  FRONT(1, 1, 2, 0),
  LEFT(0, -1, 2, 1);

  /** World axis of the columns. */
  final int columnAxis;

  /** World axis of the rows, which always run against it. */
  final int rowAxis;

  /** World axis towards the viewer. */
  final int depthAxis;

  private final int columnSign;

  ViewPoint(int columnAxis, int columnSign, int rowAxis, int depthAxis) {
    this.columnAxis = columnAxis;
    this.columnSign = columnSign;
    this.rowAxis = rowAxis;
    this.depthAxis = depthAxis;
  }

  /** Column of a point in the crop's units, each axis from 0 to {@code size}. */
  float column(float[] place, float size) {
    return columnSign > 0 ? place[columnAxis] : size - place[columnAxis];
  }

  /** Row of a point in the crop's units, each axis from 0 to {@code size}. */
  float row(float[] place, float size) {
    return size - place[rowAxis];
  }

  /** Flat index of the pixel of a lattice cell {i, j, k} on x, y, z. */
  int pixel(int[] cell, int size) {
    int column = columnSign > 0 ? cell[columnAxis] : size - 1 - cell[columnAxis];
    return (size - 1 - cell[rowAxis]) * size + column;
  }
}
