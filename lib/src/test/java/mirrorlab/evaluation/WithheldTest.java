package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mirrorlab.data.Episode;
import mirrorlab.data.Step;
import mirrorlab.world.Camera;
import mirrorlab.world.Image;
import mirrorlab.world.Keyframe;
import mirrorlab.world.Observation;
import mirrorlab.world.Outcome;
import mirrorlab.world.Pose;
import mirrorlab.world.Projection;
import mirrorlab.world.Proprioception;
import mirrorlab.world.View;
import org.junit.jupiter.api.Test;

class WithheldTest {
  private static final Image DARK = new Image(1, 1, new byte[3]);
  private static final Image BRIGHT = new Image(1, 1, new byte[] {9, 9, 9});

  private static Episode episode(String task, int variation) {
    Pose pose = Pose.down(0.2, 0, 1, 0);
    View view =
        new View(
            Camera.POLICY.get(0),
            Projection.of(1, 1, 45, new double[3], new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}),
            DARK,
            new char[] {500});
    Step step =
        new Step(
            new Observation(List.of(view), new Proprioception(pose, true, 0.04, 0.04)),
            new Keyframe(pose, true, false),
            0);
    return new Episode(
        task,
        variation,
        List.of(task + " " + variation, "otherwise"),
        7,
        Outcome.SUCCESS,
        1,
        List.of(DARK, BRIGHT),
        List.of(step));
  }

  private static final List<Episode> EPISODES =
      List.of(episode("jar", 0), episode("tap", 5), episode("jar", 0), episode("jar", 1));

  @Test
  void anotherInstructionIsOfTheSameTask() {
    assertArrayEquals(new int[] {3, 1, 3, 0}, Withheld.others(EPISODES));
    assertEquals(
        List.of("jar 1", "tap 5", "jar 1", "jar 0"),
        Withheld.rightInstruction(EPISODES).stream().map(Episode::instruction).toList());
  }

  @Test
  void onlyWhatIsWithheldIsMissing() {
    Episode whole = EPISODES.get(0);
    Episode untold = Withheld.instruction(EPISODES).get(0);
    assertEquals(List.of(""), untold.instructions());
    assertEquals(whole.steps(), untold.steps());
    Episode unseen = Withheld.scene(EPISODES).get(0);
    assertTrue(unseen.steps().get(0).observation().views().isEmpty());
    assertSame(
        whole.steps().get(0).observation().proprioception(),
        unseen.steps().get(0).observation().proprioception());
    assertEquals(whole.instructions(), unseen.instructions());
    assertEquals(List.of(DARK, DARK), Withheld.motion(EPISODES).get(0).video());
  }
}
