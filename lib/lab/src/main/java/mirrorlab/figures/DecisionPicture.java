package mirrorlab.figures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mirrorlab.episode.Image;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;
import mirrorlab.execution.Decision;
import mirrorlab.execution.ViewPoint;

/**
 * A decision of the policy E: both stages' views with their heatmaps, and the chosen place in them.
 *
 * <pre>
 *   the whole table    from above   from the front   from the left
 *   closer             from above   from the front   from the left
 * </pre>
 */
public final class DecisionPicture {
  private static final int SCALE = 5;
  private static final double EDGE = 1e-6; // metres
  private static final List<String> SIDES =
      List.of("from above", "from the front", "from the left");
  private static final Legend.Entry CHOSEN =
      new Legend.Entry("E's place", ChartTheme.COLORS[1], Legend.Mark.CROSS);
  private static final Legend.Entry SHOWN =
      new Legend.Entry("the expert's place", ChartTheme.INK, Legend.Mark.RING);

  private DecisionPicture() {}

  /** The decision, with a cross at E's place. */
  public static BufferedImage of(Decision decision) {
    return of(decision, Optional.empty());
  }

  /**
   * The decision, with a cross at E's place and a ring at the expert's. A view that does not reach
   * to the expert's place has no ring.
   */
  public static BufferedImage of(Decision decision, Keyframe expert) {
    return of(decision, Optional.of(expert.pose()));
  }

  private static BufferedImage of(Decision decision, Optional<Pose> expert) {
    List<BufferedImage> pictures = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    for (Decision.Look look : List.of(decision.coarse(), decision.fine())) {
      List<BufferedImage> views = enlarged(look);
      expert.ifPresent(pose -> mark(views, look, pose, SHOWN));
      mark(views, look, decision.action().pose(), CHOSEN);
      pictures.addAll(views);
      String stage = look == decision.coarse() ? "the table " : "closer ";
      SIDES.forEach(side -> captions.add(stage + side));
    }
    BufferedImage strip = Filmstrip.of(pictures, captions, ViewPoint.values().length);
    return above(strip, expert.isPresent() ? List.of(CHOSEN, SHOWN) : List.of(CHOSEN));
  }

  private static List<BufferedImage> enlarged(Decision.Look look) {
    List<BufferedImage> views = new ArrayList<>();
    for (Image view : Heatmap.over(look)) {
      views.add(Filmstrip.enlarge(view, SCALE));
    }
    return views;
  }

  private static void mark(
      List<BufferedImage> views, Decision.Look look, Pose place, Legend.Entry entry) {
    if (!look.shown().crop().contains(place, EDGE)) {
      return;
    }
    float[] points = look.shown().project(place);
    for (int v = 0; v < views.size(); v++) {
      Graphics2D g = smooth(views.get(v));
      Legend.mark(g, entry.mark(), entry.color(), SCALE * points[2 * v], SCALE * points[2 * v + 1]);
      g.dispose();
    }
  }

  private static BufferedImage above(BufferedImage strip, List<Legend.Entry> entries) {
    Legend legend = new Legend(entries, strip.getWidth());
    BufferedImage both =
        new BufferedImage(
            strip.getWidth(), strip.getHeight() + legend.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = smooth(both);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, both.getWidth(), both.getHeight());
    g.drawImage(strip, 0, 0, null);
    legend.paint(g, strip.getHeight());
    g.dispose();
    return both;
  }

  private static Graphics2D smooth(BufferedImage image) {
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    return g;
  }
}
