package mirrorlab.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import mirrorlab.episode.Pose;
import org.junit.jupiter.api.Test;

class SceneTest {
  @Test
  void placesAreInsideTheirRegionAndKeepTheirDistance() {
    Region region = new Region(0, 0.3, -0.2, 0.2, 0.5);
    for (int seed = 0; seed < 200; seed++) {
      List<Spot> spots = scene(seed).places(3, region, 0.05);
      for (int i = 0; i < 3; i++) {
        Spot a = spots.get(i);
        assertTrue(a.x() >= 0 && a.x() <= 0.3 && Math.abs(a.y()) <= 0.2, a.toString());
        assertTrue(Math.abs(a.yaw()) <= 0.5, a.toString());
        for (int j = 0; j < i; j++) {
          Spot b = spots.get(j);
          assertTrue(Math.hypot(a.x() - b.x(), a.y() - b.y()) >= 0.1, a + " " + b);
        }
      }
    }
  }

  @Test
  void aSeedGivesTheSamePlacesAgainAndAnotherSeedOthers() {
    assertEquals(places(7), places(7));
    assertNotEquals(places(7), places(8));
  }

  @Test
  void aSpotsOwnAxesTurnWithIt() {
    Spot spot = new Spot(0.1, 0.2, Math.PI / 2).plus(0.3, 0.05, 0.1);
    assertEquals(0.05, spot.x(), 1e-12);
    assertEquals(0.5, spot.y(), 1e-12);
    assertEquals(Math.PI / 2 + 0.1, spot.yaw(), 1e-12);
    Pose ahead = spot.pose(0.02).times(new Pose(1, 0, 0, 0, 0, 0, 1));
    Spot same = spot.plus(1, 0, 0);
    assertEquals(0, ahead.distance(same.pose(0.02)), 1e-12);
  }

  @Test
  void aFullTableIsAnErrorThatNamesTheScene() {
    Scene scene = scene(1);
    String message =
        assertThrows(IllegalStateException.class, () -> scene.places(100, Region.TABLE, 0.1))
            .getMessage();
    assertTrue(message.contains("stack_blocks, variation 2, seed 1"), message);
  }

  private static List<Spot> places(int seed) {
    return scene(seed).places(3, Region.TABLE, 0.05);
  }

  @Test
  void distractorsAreThingsThatTheVariationsInPlayName() {
    Set<String> drawn = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      List<String> two = distractors(scene(seed, 0, 2, 3), 2);
      assertEquals(2, Set.copyOf(two).size());
      drawn.addAll(two);
    }
    assertEquals(Set.of("c", "d"), drawn);
  }

  @Test
  void whereTheyAreTooFewAnyOtherThingWillDo() {
    Set<String> drawn = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      List<String> two = distractors(scene(seed, 0, 2), 2);
      assertEquals("c", two.get(0));
      drawn.add(two.get(1));
    }
    assertEquals(Set.of("b", "d", "e"), drawn);
  }

  @Test
  void withAllVariationsInPlayTheDrawIsThatOfEqualChances() {
    SplittableRandom random = new SplittableRandom(4);
    List<String> left = new ArrayList<>(List.of("b", "c", "d", "e"));
    List<String> expected =
        Stream.generate(() -> left.remove(random.nextInt(left.size()))).limit(3).toList();
    assertEquals(expected, distractors(scene(4, 0, 1, 2, 3, 4), 3));
    assertEquals(expected, distractors(scene(4), 3));
  }

  /** Beside the thing "a", which variation 0 names. */
  private static List<String> distractors(Scene scene, int count) {
    List<String> all = List.of("a", "b", "c", "d", "e");
    return scene.distractors(count, 0, all, variation -> List.of(all.get(variation)));
  }

  private static Scene scene(int seed, Integer... inPlay) {
    return new Scene(
        "stack_blocks, variation 2, seed " + seed, List.of(inPlay), new SplittableRandom(seed));
  }
}
