package mirrorlab.world.task;

import static mirrorlab.world.Puppet.slide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;
import mirrorlab.world.Colour;
import mirrorlab.world.Task;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PushButtonsTest {
  private static final Task TASK = new PushButtons();
  private static final int PAIR = 18; // the first variation of two buttons: 0, then 1

  private World world;

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theNamedButtonsInTheirOrderAreWhatIsAsked() {
    open(PAIR);
    push(0);
    assertFalse(reached());
    push(1);
    assertTrue(reached());
  }

  @Test
  void theWrongOrderIsWhatAnotherInstructionAsks() {
    open(PAIR);
    push(1);
    push(0);
    assertFalse(reached());
    assertTrue(alternativeReached());
  }

  @Test
  void oneMoreIsTooMany() {
    open(PAIR);
    push(0);
    push(1);
    push(2);
    assertFalse(reached());
    assertTrue(alternativeReached());
  }

  @Test
  void halfOfWhatIsAskedIsNothingElse() {
    open(PAIR);
    push(0);
    assertFalse(alternativeReached());
  }

  @Test
  void aTouchIsNoPush() {
    open(0);
    slide(world, "cap0", -0.004);
    world.goal().update(world);
    assertFalse(reached());
  }

  @Test
  void aPushedButtonStaysLit() {
    open(0);
    push(0);
    // Time passes, and the cap comes up.
    world.execute(new Keyframe(Pose.down(0.2, 0, 1.1, 0), true, false));
    assertEquals(0, world.joint("cap0"), 0.003);
    assertTrue(reached());
    int cap = world.state().model().geom("cap0").id();
    assertEquals(Colour.LIME.components()[1], world.state().model().rgba(cap)[1]);
    assertEquals(Colour.LIME.components()[0], world.state().model().rgba(cap)[0]);
  }

  @Test
  void thereAreSinglesPairsAndTriplesThatSumToFifty() {
    open(0);
    long[] counts =
        IntStream.rangeClosed(1, 3)
            .mapToLong(
                n ->
                    IntStream.range(0, TASK.variations())
                        .filter(v -> TASK.instructions(v).get(0).split(", then ").length == n)
                        .count())
            .toArray();
    assertEquals(18, counts[0]);
    assertEquals(20, counts[1]);
    assertEquals(12, counts[2]);
  }

  private void open(int variation) {
    world = World.create(TASK, variation, 7);
  }

  private void push(int button) {
    slide(world, "cap" + button, -0.008);
    world.goal().update(world);
    slide(world, "cap" + button, 0);
  }

  private boolean reached() {
    return world.goal().reached(world);
  }

  private boolean alternativeReached() {
    return world.goal().alternatives().stream().anyMatch(other -> other.reached(world));
  }
}
