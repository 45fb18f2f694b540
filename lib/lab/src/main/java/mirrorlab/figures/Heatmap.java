package mirrorlab.figures;

import java.util.ArrayList;
import java.util.List;
import mirrorlab.episode.Image;
import mirrorlab.execution.Decision;
import mirrorlab.execution.ViewPoint;

/** Overlays a policy's heatmaps on its input views. */
public final class Heatmap {
  private static final int[] GLOW = {255, 0, 220};

  private Heatmap() {}

  /** The three views of a stage (top, front, left), each with its heatmap at full strength. */
  public static List<Image> over(Decision.Look look) {
    List<Image> pictures = new ArrayList<>();
    for (ViewPoint side : ViewPoint.values()) {
      pictures.add(glow(look.shown().picture(look.views(), side), look.heatmaps(), side.ordinal()));
    }
    return pictures;
  }

  private static Image glow(Image picture, float[] heatmaps, int view) {
    int pixels = picture.width() * picture.height();
    float most = 0;
    for (int i = 0; i < pixels; i++) {
      most = Math.max(most, heatmaps[view * pixels + i]);
    }
    byte[] rgb = picture.rgb().clone();
    for (int i = 0; i < pixels; i++) {
      double share = Math.sqrt(heatmaps[view * pixels + i] / most); // to make the slopes visible
      for (int k = 0; k < 3; k++) {
        int colour = rgb[3 * i + k] & 255;
        rgb[3 * i + k] = (byte) Math.round(colour + share * (GLOW[k] - colour));
      }
    }
    return new Image(picture.width(), picture.height(), rgb);
  }
}
