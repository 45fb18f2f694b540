package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Projection;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.Step;
import mirrorlab.episode.View;
import mirrorlab.evaluation.Ablations.Input;
import org.junit.jupiter.api.Test;

class AblationsTest {
  private static final Image DARK = new Image(1, 1, new byte[3]);
  private static final Image BRIGHT = new Image(1, 1, new byte[] {9, 9, 9});

  private static Episode episode(String task, int variation) {
    return episode(task, variation, 7);
  }

  private static Episode episode(String task, int variation, long seed) {
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
        seed,
        Outcome.SUCCESS,
        1,
        List.of(DARK, BRIGHT),
        List.of(step));
  }

  private static final List<Episode> EPISODES =
      List.of(episode("jar", 0), episode("tap", 5), episode("jar", 0), episode("jar", 1));

  @Test
  void anotherInstructionIsOfTheSameTask() {
    assertArrayEquals(new int[] {3, 1, 3}, Arrays.copyOf(Ablations.others(EPISODES), 3));
    List<String> told =
        Ablations.wrongInstruction(EPISODES).stream().map(Episode::instruction).toList();
    assertEquals(List.of("jar 1", "tap 5", "jar 1", "jar 0"), told);
  }

  @Test
  void theWrongInstructionIsDrawnFromAllAndNotTheNext() {
    List<Episode> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(episode("jar", i % 10, i));
    }
    int[] others = Ablations.others(many);
    int[] steps = new int[10];
    for (int i = 0; i < 200; i++) {
      steps[Math.floorMod(many.get(others[i]).variation() - i, 10)]++;
    }
    assertEquals(0, steps[0]);
    for (int step = 1; step < 10; step++) {
      assertTrue(steps[step] > 8 && steps[step] < 42, step + " ahead: " + steps[step] + " of 200");
    }
    assertArrayEquals(others, Ablations.others(many));
  }

  @Test
  void onlyWhatIsWithheldIsMissing() {
    Episode whole = EPISODES.get(0);
    Episode untold = Ablations.instruction(EPISODES).get(0);
    assertEquals(List.of(""), untold.instructions());
    assertEquals(whole.steps(), untold.steps());
    Episode unseen = Ablations.scene(EPISODES).get(0);
    assertTrue(unseen.steps().get(0).observation().views().isEmpty());
    assertSame(
        whole.steps().get(0).observation().proprioception(),
        unseen.steps().get(0).observation().proprioception());
    assertEquals(whole.instructions(), unseen.instructions());
    Episode numb = Ablations.hand(EPISODES).get(0);
    assertEquals(
        whole.steps().get(0).observation().views(), numb.steps().get(0).observation().views());
    assertNotEquals(
        whole.steps().get(0).observation().proprioception(),
        numb.steps().get(0).observation().proprioception());
    assertEquals(List.of(DARK, DARK), Ablations.motion(EPISODES).get(0).video());
  }

  @Test
  void withoutSceneAndHandOnlyTheInstructionTellsEpisodesApart() {
    Episode jar = episode("jar", 0, 1);
    Step other =
        new Step(
            new Observation(
                List.of(), new Proprioception(Pose.down(0.5, 0.1, 1.2, 1), false, 0, 0)),
            jar.steps().get(0).action(),
            2);
    List<Episode> two = List.of(jar, jar.withSteps(List.of(jar.steps().get(0), other)));
    List<Episode> left = Ablations.inputs(two, EnumSet.of(Input.SCENE, Input.HAND));
    assertEquals(left.get(0).steps(), left.get(1).steps());
    assertEquals("jar 0", left.get(0).instruction());
    List<Episode> hand = Ablations.inputs(two, EnumSet.of(Input.SCENE, Input.INSTRUCTION));
    assertEquals("", hand.get(0).instruction());
    assertSame(
        other.observation().proprioception(),
        hand.get(1).steps().get(1).observation().proprioception());
    assertEquals(two, Ablations.inputs(two, EnumSet.noneOf(Input.class)));
  }
}
