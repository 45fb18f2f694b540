package mirrorlab.understanding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.episode.Outcome;
import mirrorlab.nn.FreedMemory;
import mirrorlab.nn.Schedule;
import mirrorlab.nn.Training;
import mirrorlab.nn.TrainingConfig;
import org.junit.jupiter.api.Test;

class RecognitionTrainingTest {

  private static double accuracy(VideoTextEncoder encoder, List<Episode> episodes)
      throws InterruptedException {
    int right = 0;
    for (Episode episode : episodes) {
      double[] p = encoder.recognise(episode.video(), Squares.INSTRUCTIONS);
      int best = 0;
      for (int i = 1; i < p.length; i++) {
        best = p[i] > p[best] ? i : best;
      }
      right += Squares.INSTRUCTIONS.get(best).equals(episode.instruction()) ? 1 : 0;
    }
    return right / (double) episodes.size();
  }

  @Test
  void learnsToNameColourAndMotionOfClipsNeverSeen() throws InterruptedException {
    List<Episode> unseen = Squares.episodes(10, 2);
    try (VideoTextEncoder encoder = Squares.encoder(1)) {
      RecognitionTraining training =
          new RecognitionTraining(encoder, Squares.episodes(30, 1), 16, 1);
      Training.run(
          training, new TrainingConfig(new Schedule(2e-3, 20, 400), 0.05, 1, 0), progress -> {});
      double accuracy = accuracy(encoder, unseen);
      assertTrue(accuracy >= 0.8, "named " + accuracy + " right; chance is 1/6");
    }
  }

  @Test
  void noGradientDependsOnWhenJavaFreesItsMemory() {
    try (VideoTextEncoder encoder = Squares.encoder(1)) {
      FreedMemory.changesNoGradient(new RecognitionTraining(encoder, Squares.episodes(1, 1), 4, 1));
    }
  }

  @Test
  void aBatchDependsOnSeedAndStepAlone() {
    List<Episode> episodes = Squares.episodes(4, 1);
    try (VideoTextEncoder encoder = Squares.encoder(1)) {
      RecognitionTraining one = new RecognitionTraining(encoder, episodes, 8, 1);
      RecognitionTraining two = new RecognitionTraining(encoder, episodes, 8, 1);
      one.batch(0);
      assertArrayEquals(one.batch(7).clips(), two.batch(7).clips());
      assertArrayEquals(one.batch(7).shown(), two.batch(7).shown());
      assertFalse(Arrays.equals(one.batch(7).clips(), one.batch(8).clips()));
      assertFalse(
          Arrays.equals(
              one.batch(7).clips(),
              new RecognitionTraining(encoder, episodes, 8, 2).batch(7).clips()));
    }
  }

  @Test
  void tasksAreDrawnEvenlyHoweverManyEpisodesTheyHave() {
    List<Episode> episodes = new ArrayList<>(Squares.episodes(1, 1)); // 3 of each task
    Squares.episodes(10, 2).stream()
        .filter(episode -> episode.task().equals("lift"))
        .forEach(episodes::add);
    try (VideoTextEncoder encoder = Squares.encoder(1)) {
      RecognitionTraining training = new RecognitionTraining(encoder, episodes, 1000, 1);
      // Instructions are numbered by task, then variation: "drop" comes first.
      long drops = Arrays.stream(training.batch(0).shown()).filter(shown -> shown < 3).count();
      assertEquals(500, drops, 60);
    }
  }

  @Test
  void aShiftedFrameRepeatsItsBorder() {
    byte[] rgb = new byte[27];
    for (int pixel = 0; pixel < 9; pixel++) {
      rgb[3 * pixel] = (byte) (pixel + 1); // 1 2 3 / 4 5 6 / 7 8 9
    }
    Image frame = new Image(3, 3, rgb);
    assertArrayEquals(new int[] {1, 1, 2, 1, 1, 2, 4, 4, 5}, reds(frame, 1, 1));
    assertArrayEquals(new int[] {8, 9, 9, 8, 9, 9, 8, 9, 9}, reds(frame, -2, -1));
    assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, reds(frame, 0, 0));
  }

  private static int[] reds(Image frame, int down, int right) {
    byte[] shifted = new byte[27];
    Clip.write(List.of(frame), shifted, 0, down, right);
    int[] reds = new int[9];
    for (int pixel = 0; pixel < 9; pixel++) {
      reds[pixel] = shifted[3 * pixel];
      assertEquals(0, shifted[3 * pixel + 1]);
    }
    return reds;
  }

  @Test
  void everyWordingOfAnInstructionIsUsed() {
    Episode episode = Squares.episodes(1, 1).get(0);
    Episode twofold =
        new Episode(
            "lift",
            0,
            List.of("lift the red square", "drop the red square"),
            0,
            Outcome.SUCCESS,
            1,
            episode.video(),
            List.of());
    try (VideoTextEncoder encoder = Squares.encoder(1)) {
      RecognitionTraining training = new RecognitionTraining(encoder, List.of(twofold), 1, 1);
      List<List<Integer>> used = new ArrayList<>();
      for (int step = 0; step < 20; step++) {
        used.add(Arrays.stream(training.batch(step).texts()[0]).boxed().toList());
      }
      assertEquals(2, used.stream().distinct().count());
    }
  }
}
