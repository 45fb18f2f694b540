package mirrorlab.atlas;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Outcome;

/**
 * The contents of an atlas of N episodes.
 *
 * @param note where the numbers come from, one or two sentences
 * @param episodes N episodes; pictures and steps are not read
 * @param splits N splits of the episodes
 * @param outcomes what E did itself, by arm: N outcomes, empty where E was not observed
 * @param views at least one, all of the N episodes
 * @param films films of the N episodes, the demonstrations first; may be empty
 */
public record Atlas(
    String note,
    List<Episode> episodes,
    List<Split> splits,
    Map<String, List<Optional<Outcome>>> outcomes,
    List<AtlasView> views,
    List<Films> films) {

  /** Checks the sizes, and makes the lists immutable. */
  public Atlas {
    episodes = List.copyOf(episodes);
    splits = List.copyOf(splits);
    outcomes = Map.copyOf(outcomes);
    views = List.copyOf(views);
    films = List.copyOf(films);
    if (views.isEmpty()) {
      throw new IllegalArgumentException("an atlas needs at least one view");
    }
    int n = episodes.size();
    check("splits", splits.size(), n);
    views.forEach(view -> check(view.arm() + ", " + view.layer(), view.points().length / 2, n));
    outcomes.forEach((arm, all) -> check("outcomes of " + arm, all.size(), n));
    films.forEach(film -> check("films of " + film.of(), film.videos().size(), n));
  }

  private static void check(String what, int count, int episodes) {
    if (count != episodes) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: %d for %d episodes", what, count, episodes));
    }
  }
}
