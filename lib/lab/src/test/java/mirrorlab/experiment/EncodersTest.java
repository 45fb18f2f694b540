package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mirrorlab.data.Demonstrations;
import mirrorlab.episode.Episode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodersTest {
  private static final Profile TINY =
      new Profile("tiny", Map.of(), 0, 0, 0, 0, 12, 12, 12, List.of(), 0);
  private static final List<Episode> EPISODES =
      List.of(
          Demonstrations.perform("open_drawer", 0, 1),
          Demonstrations.perform("open_drawer", 1, 2),
          Demonstrations.perform("push_buttons", 1, 3),
          Demonstrations.perform("push_buttons", 2, 4));

  @Test
  void sideBySideTheSameSeedTrainsTheSameWeightsToTheByte(@TempDir Path folder) throws Exception {
    for (String run : List.of("first", "second")) {
      try (Encoders encoders = Encoders.untrained(EPISODES, 5)) {
        encoders.train(EPISODES, TINY, 5, u -> {}, e -> {});
        encoders.save(folder.resolve(run));
      }
    }
    for (String encoder : List.of("understanding", "execution")) {
      String weights = encoder + "/weights.safetensors";
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("first").resolve(weights)),
          Files.readAllBytes(folder.resolve("second").resolve(weights)),
          encoder);
    }
  }

  @Test
  void eachListenerHearsItsOwnTraining() throws Exception {
    List<Long> u = new ArrayList<>();
    List<Long> e = new ArrayList<>();
    Profile uneven = new Profile("uneven", Map.of(), 0, 0, 0, 0, 2, 3, 2, List.of(), 0);
    try (Encoders encoders = Encoders.untrained(EPISODES, 5)) {
      encoders.train(
          EPISODES,
          uneven,
          5,
          progress -> u.add(progress.step()),
          progress -> e.add(progress.step()));
    }
    assertEquals(List.of(1L, 2L), u);
    assertEquals(List.of(1L, 2L, 3L), e);
  }

  @Test
  void savedEncodersRepresentEpisodesAsBefore(@TempDir Path folder) throws Exception {
    try (Encoders encoders = Encoders.untrained(EPISODES, 6)) {
      encoders.save(folder);
      try (Encoders loaded = Encoders.load(folder)) {
        assertArrayEquals(
            encoders.represent(EPISODES).understanding(),
            loaded.represent(EPISODES).understanding());
        assertArrayEquals(
            encoders.represent(EPISODES).execution(), loaded.represent(EPISODES).execution());
      }
    }
  }
}
