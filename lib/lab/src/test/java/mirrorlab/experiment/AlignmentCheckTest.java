package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.Result;
import org.junit.jupiter.api.Test;

class AlignmentCheckTest {
  private static Metric metric(String arm, String name, String by, double value) {
    return new Metric(arm, name, by, value, value - 0.02, value + 0.02, 60);
  }

  private static Result check(double gain, double wanted, double holds) {
    return Result.of(
        RecordNames.ALIGNMENT_CHECK,
        "aligned",
        "aligned",
        0,
        "quick",
        "data",
        "validation",
        List.of(
            metric("aligned", "recall@1", "within task", 0.6 + gain),
            metric("aligned", "gain", "within task", gain),
            metric("aligned", "wanted gain", "within task", wanted),
            metric("aligned", "remains within task", "tenth 1", 0.75),
            metric("aligned", "remains within task", "tenth 10", 0.1234),
            metric("aligned", "holds", Metric.ALL, holds)),
        List.of(
            metric("baseline", "recall@1", "within task", 0.6),
            metric("E's language alone", "recall@1", "within task", 0.7)));
  }

  @Test
  void oneLineSaysWhetherItWorkedAndWhy() {
    assertEquals(
        "aligned: the alignment did its work: on validation, Recall@1 within tasks 60.0 → 68.0 %"
            + " (+8.0 [+6.0, +10.0] points; wanted +5.0; E's language alone reaches 70.0 %); of the"
            + " loss, 0.75 nats were left within tasks in the first tenth of the training (0.3"
            + " wanted), 0.12 in the last",
        AlignmentCheck.line(check(0.08, 0.05, 1)));
    assertTrue(
        AlignmentCheck.line(check(0.02, 0.05, 0))
            .startsWith("aligned: the alignment did NOT do its work: "));
    assertTrue(
        AlignmentCheck.line(check(0.02, -0.01, 0))
            .startsWith(
                "aligned: whether the alignment did its work CANNOT BE TOLD, the baseline leaves no"
                    + " room: "));
  }
}
