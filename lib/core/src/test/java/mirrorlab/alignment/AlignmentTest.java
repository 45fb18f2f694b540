package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import mirrorlab.nn.Autograd;
import org.junit.jupiter.api.Test;

class AlignmentTest {
  // Two tasks: the first of three instructions with two episodes each, the second of one.
  private static final Labels LABELS =
      new Labels(
          new int[] {0, 1, 2, 3, 4, 5, 6, 7},
          new int[] {0, 0, 1, 1, 2, 2, 3, 3},
          new int[] {0, 0, 0, 0, 0, 0, 1, 1});
  private static final int[] ALL = IntStream.range(0, 8).toArray();

  @Test
  void wrongVideosAreAnotherInstructionsOfTheTaskAlwaysTheSameOnes() {
    for (long seed = 0; seed < 20; seed++) {
      Labels dealt = Alignment.deranged(LABELS, ALL, seed);
      assertArrayEquals(LABELS.tasks(), dealt.tasks());
      Map<Integer, Integer> circle = new HashMap<>();
      for (int i = 0; i < 6; i++) {
        assertNotEquals(LABELS.instructions()[i], dealt.instructions()[i]);
        assertTrue(dealt.instructions()[i] < 3, "within the task");
        Integer before = circle.put(LABELS.instructions()[i], dealt.instructions()[i]);
        assertTrue(before == null || before == dealt.instructions()[i]);
      }
      assertEquals(3, circle.values().stream().distinct().count());
      assertEquals(3, dealt.instructions()[6], "there is no other in its task");
    }
  }

  @Test
  void onlyWhatIsToBeDealtIsDealt() {
    Labels dealt = Alignment.deranged(LABELS, new int[] {2, 3, 4, 5}, 1);
    assertArrayEquals(new int[] {0, 0, 2, 2, 1, 1, 3, 3}, dealt.instructions());
  }

  @Test
  void aCodeIsOfUnitLengthAndTheInstructionsAlone() {
    try (Alignment alignment =
        new Alignment(AlignmentSettings.DEFAULT.with(it -> it.memory = 0), 8, 4, LABELS, ALL, 3)) {
      float[] codes = Autograd.infer(() -> alignment.codes(new int[] {0, 1, 2}).toFloatArray());
      float[] first = Arrays.copyOf(codes, 8);
      assertArrayEquals(first, Arrays.copyOfRange(codes, 8, 16));
      assertTrue(!Arrays.equals(first, Arrays.copyOfRange(codes, 16, 24)));
      double square = 0;
      for (float x : first) {
        square += x * x;
      }
      assertEquals(1, square, 1e-6);
    }
  }

  @Test
  void settingsOutOfTheirDomainAreNamed() {
    AlignmentSettings settings = AlignmentSettings.DEFAULT;
    for (Runnable wrong :
        new Runnable[] {
          () -> settings.with(it -> it.temperature = 0),
          () -> settings.with(it -> it.temperature = Double.NaN),
          () -> settings.with(it -> it.alignmentWeight = -1),
          () -> settings.with(it -> it.alignmentWeight = Double.POSITIVE_INFINITY),
          () -> settings.with(it -> it.memory = -1),
          () ->
              settings
                  .with(it -> it.pairing = Pairing.TASK)
                  .with(it -> it.partner = Partner.DERANGED)
        }) {
      String message = assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
      assertTrue(message.contains("has to be"), message);
    }
    assertEquals("baseline", settings.baseline().arm());
    assertEquals("aligned", settings.arm());
    assertEquals("random-code", settings.with(it -> it.partner = Partner.RANDOM_CODE).arm());
  }
}
