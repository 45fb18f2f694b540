package mirrorlab.notebook;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.episode.Episode;
import mirrorlab.evaluation.Recognition.Candidate;
import mirrorlab.figures.Filmstrip;
import mirrorlab.understanding.VideoTextEncoder;

/**
 * Videos of which a student and U name the instruction, both among the same four.
 *
 * <pre>{@code
 * Quiz quiz = Quiz.of(u, validation, all, 6, 1);
 * quiz.sheet()          // a row of frames for each video, with the choices A to D
 * quiz.score("ABCDAB")  // the student's answers, then U's
 * }</pre>
 */
public final class Quiz {
  private static final int CHOICES = 4;
  private static final int SCALE = 2;
  private static final String LETTERS = "ABCD";

  /**
   * One video.
   *
   * @param choices four instructions, in random order
   * @param right index of the video's own
   * @param guess index of the one that U finds most probable
   */
  private record Question(Episode episode, List<String> choices, int right, int guess) {}

  private final List<Question> questions;

  private Quiz(List<Question> questions) {
    this.questions = questions;
  }

  /**
   * Draws videos and choices. The wrong choices are of the same task as far as there are any, and
   * then of others.
   *
   * @param episodes with videos of T frames
   * @param candidates at least four instructions, among them those of the episodes
   * @param count number of videos, 1 to the number of episodes
   */
  public static Quiz of(
      VideoTextEncoder u, List<Episode> episodes, List<Candidate> candidates, int count, long seed)
      throws InterruptedException {
    if (count < 1 || count > episodes.size()) {
      throw new IllegalArgumentException(
          "count is " + count + "; give 1 to " + episodes.size() + ", the number of episodes");
    }
    Random random = new Random(seed);
    List<Episode> drawn = new ArrayList<>(episodes);
    Collections.shuffle(drawn, random);
    List<Question> questions = new ArrayList<>();
    for (Episode episode : drawn.subList(0, count)) {
      List<String> choices = choices(episode, candidates, random);
      double[] probabilities = u.recognise(episode.video(), choices);
      int guess =
          IntStream.range(0, CHOICES)
              .boxed()
              .max(Comparator.comparingDouble(i -> probabilities[i]))
              .orElseThrow();
      questions.add(new Question(episode, choices, choices.indexOf(episode.instruction()), guess));
    }
    return new Quiz(questions);
  }

  private static List<String> choices(Episode episode, List<Candidate> candidates, Random random) {
    List<Candidate> wrong = new ArrayList<>(candidates);
    wrong.removeIf(candidate -> candidate.instruction().equals(episode.instruction()));
    if (wrong.size() < CHOICES - 1) {
      throw new IllegalArgumentException(
          "there are " + candidates.size() + " candidates; a quiz needs " + CHOICES);
    }
    Collections.shuffle(wrong, random);
    wrong.sort(Comparator.comparing(candidate -> !candidate.task().equals(episode.task())));
    List<String> choices = new ArrayList<>(List.of(episode.instruction()));
    wrong.stream().limit(CHOICES - 1).map(Candidate::instruction).forEach(choices::add);
    Collections.shuffle(choices, random);
    return List.copyOf(choices);
  }

  /** The frames of each video in a row; the choices stand under the first four. */
  public BufferedImage sheet() {
    List<String> captions = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      Question question = questions.get(i);
      for (int t = 0; t < question.episode.video().size(); t++) {
        captions.add(
            t < CHOICES
                ? String.format(
                    Locale.ROOT, "%d %s: %s", i + 1, LETTERS.charAt(t), question.choices.get(t))
                : "");
      }
    }
    return Filmstrip.of(
        questions.stream().flatMap(question -> question.episode.video().stream()).toList(),
        captions,
        SCALE,
        questions.get(0).episode.video().size());
  }

  /**
   * Compares a student's answers with U's. Nothing is told before every video has an answer.
   *
   * @param answers a letter from A to D for each video, in any case; spaces are ignored
   * @return a line per video, and both numbers of right answers
   */
  public String score(String answers) {
    String letters = answers.toUpperCase(Locale.ROOT).replace(" ", "");
    if (!letters.matches("[" + LETTERS + "]{" + questions.size() + "}")) {
      return String.format(
          Locale.ROOT,
          "answer all %d videos first, with a letter from A to D for each; the answers are \"%s\"",
          questions.size(),
          answers);
    }
    int[] given = letters.chars().map(LETTERS::indexOf).toArray();
    int[] guessed = questions.stream().mapToInt(Question::guess).toArray();
    return IntStream.range(0, given.length)
            .mapToObj(i -> line(i, given[i]))
            .collect(Collectors.joining("\n"))
        + String.format(
            Locale.ROOT,
            "%nyou %d of %d, U %d of %2$d; guessing gives %.1f on average",
            right(given),
            given.length,
            right(guessed),
            (double) given.length / CHOICES);
  }

  private String line(int i, int given) {
    Question question = questions.get(i);
    return String.format(
        Locale.ROOT,
        "%d  you %s  U %s  %s",
        i + 1,
        mark(question, given),
        mark(question, question.guess),
        question.episode.instruction());
  }

  private static String mark(Question question, int choice) {
    return (choice == question.right ? "✓ " : "✗ ") + LETTERS.charAt(choice);
  }

  private int right(int[] choices) {
    return (int)
        IntStream.range(0, choices.length)
            .filter(i -> choices[i] == questions.get(i).right)
            .count();
  }
}
