package mirrorlab.evaluation;

import static mirrorlab.episode.Outcome.SUCCESS;
import static mirrorlab.episode.Outcome.TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.evaluation.Recognition.Candidate;
import mirrorlab.evaluation.WatchThenDo.Reading;
import mirrorlab.metrics.Matrices;
import mirrorlab.nn.Vocabulary;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;
import org.junit.jupiter.api.Test;

class WatchThenDoTest {
  private static Episode episode(String task, int variation, long seed) {
    return new Episode(
        task, variation, List.of(task + " " + variation), seed, SUCCESS, 1, List.of(), List.of());
  }

  private static final List<Episode> EPISODES =
      List.of(
          episode("jar", 0, 1),
          episode("jar", 1, 2),
          episode("tap", 0, 3),
          episode("jar", 0, 4),
          episode("jar", 0, 5));

  @Test
  void whatIsShownIsAnotherEpisodeOfTheInstruction() {
    assertEquals(
        List.of(4L, 2L, 3L, 5L, 1L),
        Arrays.stream(WatchThenDo.demonstrations(EPISODES))
            .mapToObj(i -> EPISODES.get(i).seed())
            .toList());
  }

  @Test
  void theTaskMayBeUnderstoodWithoutTheInstruction() {
    Candidate right = new Candidate("jar", "jar 0");
    Candidate other = new Candidate("jar", "jar 1");
    Candidate wrong = new Candidate("tap", "tap 0");
    List<Metric> metrics =
        WatchThenDo.understood("arm", EPISODES, List.of(right, right, wrong, other, wrong));
    assertEquals(List.of(2 / 5.0, 4 / 5.0), metrics.stream().map(Metric::value).toList());
  }

  @Test
  void aRowTellsWhatWasMeantUnderstoodAndNamed() {
    Candidate understood = new Candidate("jar", "jar 1, then tap");
    Candidate named = new Candidate("jar", "jar 0");
    assertEquals(
        "task,variation,seed,outcome,keyframes,instruction,understood,named,named_outcome\n"
            + "jar,0,1,timeout,25,\"jar 0\",\"jar 1, then tap\",\"jar 0\",success\n",
        WatchThenDo.items(
                EPISODES.subList(0, 1),
                new Reading(List.of(understood), List.of(new Trial("jar", 0, 1, TIMEOUT, 25))),
                new Reading(List.of(named), List.of(new Trial("jar", 0, 1, SUCCESS, 6))))
            .text());
  }

  @Test
  void aVideoIsNamedByUsOwnTexts() throws Exception {
    List<Episode> watched = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] rgb = new byte[3 * 64 * 64];
      new Random(i).nextBytes(rgb);
      Image image = new Image(64, 64, rgb);
      watched.add(EPISODES.get(i).withVideo(Collections.nCopies(8, image)));
    }
    List<Candidate> candidates =
        List.of(
            new Candidate("jar", "jar 0"),
            new Candidate("jar", "jar 1"),
            new Candidate("tap", "tap 0"));
    Vocabulary words = Vocabulary.of(List.of("jar tap 0 1"));
    try (VideoTextEncoder u = new VideoTextEncoder(VideoTextSize.mini(), words, 1)) {
      float[][] cosines =
          Matrices.cosine(
                  Matrices.of(u.embedVideos(watched.stream().map(Episode::video).toList())),
                  Matrices.of(u.embedTexts(List.of("jar 0", "jar 1", "tap 0"))))
              .toFloatMatrix();
      List<Candidate> named = WatchThenDo.named(u, watched, candidates);
      for (int i = 0; i < watched.size(); i++) {
        for (int k = 0; k < candidates.size(); k++) {
          assertTrue(cosines[i][candidates.indexOf(named.get(i))] >= cosines[i][k]);
        }
      }
    }
  }
}
