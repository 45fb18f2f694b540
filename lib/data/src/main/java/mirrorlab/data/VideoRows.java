package mirrorlab.data;

import com.jerolba.carpet.model.FieldTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;

/** The frames of a video as rows of {@code video/data}, and back. */
final class VideoRows {
  private static final String IMAGE = "observation.images.observer";

  private VideoRows() {}

  /** The columns, for pictures of H×W pixels. */
  static List<Feature> features(int height, int width) {
    return List.of(
        Feature.image(IMAGE, height, width),
        Feature.scalar("seconds", "float64", FieldTypes.DOUBLE));
  }

  /** The frames of an episode, evenly spaced over its duration. */
  static List<Map<String, Object>> rows(Episode episode) {
    List<Map<String, Object>> rows = new ArrayList<>();
    int last = episode.video().size() - 1;
    for (int t = 0; t <= last; t++) {
      Image frame = episode.video().get(t);
      double seconds = last == 0 ? episode.seconds() : episode.seconds() * t / last;
      rows.add(Map.of(IMAGE, Rows.image(PackedImage.of(frame)), "seconds", seconds));
    }
    return rows;
  }

  /** The columns that {@link #frame} reads. */
  static List<String> read() {
    return List.of(Rows.bytes(IMAGE));
  }

  static PackedImage frame(Columns columns, int row) throws IOException {
    return new PackedImage(columns.bytes(Rows.bytes(IMAGE), row));
  }
}
