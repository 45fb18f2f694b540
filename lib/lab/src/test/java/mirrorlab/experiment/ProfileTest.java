package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import mirrorlab.data.EpisodePlan;
import mirrorlab.world.Tasks;
import org.junit.jupiter.api.Test;

class ProfileTest {
  @Test
  void whatIsOnlyWatchedIsTheUnseenInstructionsInScenesOfTheirOwn() {
    EpisodePlan plan = Profile.WATCH_ONLY.plan(0);
    EpisodePlan watched = Profile.WATCH_ONLY.watchedPlan(0);
    assertEquals(6, plan.unseen().size(), "every task of the pilot keeps instructions unseen");
    assertEquals(plan.unseen(), watched.seen());
    assertEquals(plan.variations(), watched.variations(), "all are in play in its scenes");
    assertEquals(100, watched.train());
    assertEquals(0, watched.test() + watched.validation());
    assertNotEquals(plan.seed(), watched.seed());
  }

  @Test
  void theUnseenInstructionsOfThePilotAreThoseOfFull() {
    Profile.WATCH_ONLY
        .plan(0)
        .unseen()
        .forEach((task, away) -> assertEquals(Profile.FULL.plan(0).unseen().get(task), away));
  }

  @Test
  void fullIsThePapersEighteenTasksWhateverIsOnTheClassPath() {
    assertEquals(18, Profile.FULL.variations().size());
    assertEquals(249, Profile.FULL.variations().values().stream().mapToInt(List::size).sum());
    Tasks.all().stream()
        .filter(task -> task.getClass().getPackageName().equals("mirrorlab.world.task"))
        .forEach(
            task ->
                assertEquals(
                    task.variations(), Profile.FULL.variations().get(task.id()).size(), task.id()));
  }

  @Test
  void otherProfilesHaveNothingThatIsOnlyWatched() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Profile.QUICK.watchedPlan(0))
            .getMessage();
    assertEquals(
        "the profile 'quick' has no episodes that are only watched; 'watch-only' has", message);
  }
}
