package mirrorlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.evaluation.Recognition;
import mirrorlab.evaluation.Recognition.Candidate;
import mirrorlab.experiment.Profile;
import mirrorlab.understanding.VideoTextEncoder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QuizTest {
  private static final Pattern TOTAL = Pattern.compile("you (\\d) of 6, U (\\d) of 6");
  private static List<Episode> episodes;
  private static List<Candidate> candidates;
  private static Quiz quiz;

  @BeforeAll
  static void draw() throws Exception {
    episodes = Lesson.sample().readVideos(Split.TRAIN);
    candidates = Recognition.candidates(Profile.FULL.plan(0).variations());
    try (VideoTextEncoder u = VideoTextEncoder.load(Lesson.checkpoint("understanding"))) {
      quiz = Quiz.of(u, episodes, candidates, 6, 1);
    }
  }

  private static Matcher total(String score) {
    Matcher matcher = TOTAL.matcher(score);
    assertTrue(matcher.find(), score);
    return matcher;
  }

  @Test
  void nothingIsToldBeforeEveryVideoHasAnAnswer() {
    for (String answers : List.of("", "......", "ABCDA.", "ABCDABC", "ABCDAE")) {
      String told = quiz.score(answers);
      assertTrue(told.startsWith("answer all 6 videos first"), told);
      assertFalse(told.contains("✓") || told.contains("✗"), told);
    }
    assertFalse(quiz.toString().contains(episodes.get(0).instruction()));
  }

  @Test
  void everyVideoHasOneRightAnswer() {
    int right = 0;
    for (String letter : List.of("A", "B", "C", "D")) {
      right += Integer.parseInt(total(quiz.score(letter.repeat(6))).group(1));
    }
    assertEquals(6, right);
  }

  @Test
  void theRightAnswersAndOnlyTheyAreMarked() {
    String all = quiz.score("aaa aaa");
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      for (String letter : List.of("A", "B", "C", "D")) {
        String line = quiz.score(letter.repeat(6)).lines().toList().get(i);
        answers.append(line.contains("you ✓") ? letter : "");
      }
    }
    assertEquals("6", total(quiz.score(answers.toString())).group(1));
    assertTrue(all.endsWith("guessing gives 1.5 on average"), all);
  }

  @Test
  void uIsScoredOnTheSameVideos() {
    assertTrue(Integer.parseInt(total(quiz.score("AAAAAA")).group(2)) >= 5); // of its training
  }

  @Test
  void theSheetHasARowOfFramesPerVideo() {
    BufferedImage sheet = quiz.sheet();
    assertEquals(8 * (2 * 64 + 8) + 8, sheet.getWidth());
    assertTrue(sheet.getHeight() > 6 * 2 * 64);
  }

  @Test
  void moreVideosThanThereAreAndFewChoicesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Quiz.of(null, episodes, candidates, 100, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Quiz.of(null, episodes, candidates.subList(0, 2), 1, 1));
  }
}
