package mirrorlab.figures;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;
import mirrorlab.metrics.Interval;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final Result PROBE =
      Result.of(
          "probe",
          "run-0",
          "trained encoders",
          0,
          "quick",
          "sha256:ab",
          "test-seen",
          List.of(
              Metric.of("trained encoders", "recall@1", "all", new Interval(.81, .70, .9, 60)),
              Metric.of(
                  "trained encoders", "recall@1", "within task", new Interval(.86, .75, .94, 60))),
          List.of(
              Metric.of("shuffled pairs", "recall@1", "all", new Interval(.08, .02, .15, 60)),
              Metric.of(
                  "shuffled pairs", "recall@1", "within task", new Interval(.23, .13, .34, 60)),
              Metric.of("untrained encoders", "recall@1", "all", new Interval(.31, .2, .43, 60)),
              Metric.of(
                  "untrained encoders", "recall@1", "within task", new Interval(.39, .3, .52, 60)),
              Metric.of("chance", "recall@1", "all", Interval.exactly(.09)),
              Metric.of("chance", "recall@1", "within task", Interval.exactly(.27))));

  @Test
  void draw() throws Exception {
    Pictures.write(Figures.probe(PROBE), Path.of("/tmp/figs"), "probe");
    Pictures.write(
        Figures.success(List.of(control("baseline", 3, 3))), Path.of("/tmp/figs"), "success3");
    Pictures.write(
        Figures.success(List.of(control("baseline", 18, 4), control("aligned", 18, 5))),
        Path.of("/tmp/figs"),
        "success18");
  }

  private static Result control(String arm, int tasks, int seed) {
    String[] names = {
      "close_jar",
      "open_drawer",
      "push_buttons",
      "slide_block_to_color_target",
      "place_shape_in_shape_sorter",
      "stack_blocks",
      "light_bulb_in",
      "insert_onto_square_peg",
      "put_groceries_in_cupboard",
      "meat_off_grill"
    };
    List<Metric> metrics = new ArrayList<>();
    List<Metric> references = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      String task = names[i % 10] + (i > 9 ? i : "");
      metrics.add(Metric.of(arm, "success", task, Interval.ofRate((i * 7 + seed) % 21, 20)));
      references.add(Metric.of("expert", "success", task, Interval.ofRate(20, 20)));
      references.add(Metric.of("random keyframes", "success", task, Interval.ofRate(0, 20)));
    }
    return Result.of("control", "r", arm, 0, "quick", "x", "test-seen", metrics, references);
  }
}
