package mirrorlab.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Pose;
import mirrorlab.experiment.Profile;
import mirrorlab.physics.Geom;
import mirrorlab.physics.Kind;
import mirrorlab.physics.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.inverse.InvertMatrix;

/**
 * The scene does not give the answer away: from where the bodies of an initial scene are, how they
 * are turned and what colour they have, a linear classifier guesses what the instruction chooses no
 * better than who always gives the commonest answer.
 */
class LayoutTest {
  private static final int SCENES =
      "all".equals(System.getProperty("mirrorlab.tests")) ? 2000 : 300;

  /** Standard errors above chance that count as an answer given away: 1 in 40 over the 18 tasks. */
  private static final double LIMIT = 3;

  static Stream<Task> choosingTasks() {
    return Tasks.all().stream().filter(LayoutTest::choosesABody);
  }

  private static boolean choosesABody(Task task) {
    Goal goal = task.build(new Scene(task.id(), List.of(), new SplittableRandom(0)), 0);
    return !goal.choice().wrong().isEmpty();
  }

  static Stream<Task> countingTasks() {
    return Tasks.all().stream().filter(task -> number(task.instructions(0).get(0)).matches("\\d"));
  }

  @ParameterizedTest
  @MethodSource("choosingTasks")
  void theLayoutDoesNotTellWhichBodyIsMeant(Task task) throws Exception {
    Guess guess = Guess.of(layouts(task), Layout::right);
    assertTrue(!guess.isGivenAway(), guess.toString());
  }

  @ParameterizedTest
  @MethodSource("countingTasks")
  void theLayoutDoesNotTellHowManyAreMeant(Task task) throws Exception {
    Guess guess = Guess.of(layouts(task), Layout::count);
    assertTrue(!guess.isGivenAway(), guess.toString());
  }

  static Stream<Arguments> choosingTasksOfSmallProfiles() {
    return Stream.of(Profile.QUICKSTART, Profile.QUICK)
        .flatMap(
            profile ->
                choosingTasks()
                    .filter(task -> profile.variations().containsKey(task.id()))
                    .map(task -> Arguments.of(task, profile.variations().get(task.id()))));
  }

  @ParameterizedTest
  @MethodSource("choosingTasksOfSmallProfiles")
  void norDoesItInASmallProfile(Task task, List<Integer> variations) throws Exception {
    Guess guess = Guess.of(layouts(task, variations, variations), Layout::right);
    assertTrue(!guess.isGivenAway(), guess.toString());
  }

  @Test
  void itWouldIfMostOfTheDistractorsWereNeverNamed() throws Exception {
    List<Integer> redAndBlue = List.of(0, 1, 12, 13);
    Guess guess =
        Guess.of(layouts(Tasks.named("stack_blocks"), redAndBlue, List.of()), Layout::right);
    assertTrue(guess.isGivenAway() && guess.accuracy > 0.7, guess.toString());
  }

  /** A linear guess does not see everything: with ten colours it overlooks those never named. */
  @ParameterizedTest
  @ValueSource(strings = {"close_jar", "push_buttons", "stack_blocks"})
  void whatIsWrongInOneSceneOfASmallProfileIsRightInAnother(String task) {
    List<Integer> variations = Profile.QUICK.variations().get(task);
    Set<List<Float>> right = new HashSet<>();
    Set<List<Float>> wrong = new HashSet<>();
    for (int seed = 0; seed < 10 * variations.size(); seed++) {
      int variation = variations.get(seed % variations.size());
      try (World world = World.create(Tasks.named(task), variation, seed, variations)) {
        Choice choice = world.goal().choice();
        choice.right().forEach(body -> right.add(colour(world, body)));
        choice.wrong().forEach(body -> wrong.add(colour(world, body)));
      }
    }
    assertTrue(right.containsAll(wrong), right + " " + wrong);
  }

  private static List<Float> colour(World world, String body) {
    float[] rgba = Seen.of(world, body).colours.get(0);
    return List.of(rgba[0], rgba[1], rgba[2]);
  }

  @Test
  void everyInstructionChoosesABodyOrANumber() {
    List<Task> choosing = Stream.concat(choosingTasks(), countingTasks()).toList();
    assertEquals(Set.copyOf(Tasks.all()), Set.copyOf(choosing));
  }

  @Test
  void aLayoutWhoseRightPlaceIsAlwaysTheSameIsFoundOut() throws Exception {
    Guess guess = Guess.of(layouts(new FixedDrag()), Layout::right);
    assertTrue(guess.isGivenAway() && guess.accuracy > 0.9, guess.toString());
  }

  private static List<Layout> layouts(Task task) throws InterruptedException {
    return layouts(task, IntStream.range(0, task.variations()).boxed().toList(), List.of());
  }

  private static List<Layout> layouts(Task task, List<Integer> variations, List<Integer> inPlay)
      throws InterruptedException {
    List<Integer> seeds = IntStream.range(0, SCENES).boxed().toList();
    return AllCores.map(
        seeds,
        seed -> {
          try (World world =
              World.create(task, variations.get(seed % variations.size()), seed, inPlay)) {
            return Layout.of(world);
          }
        },
        done -> {});
  }

  private static String number(String instruction) {
    Matcher matcher = Pattern.compile("\\d").matcher(instruction);
    return matcher.find() ? matcher.group() : "";
  }

  /**
   * What is to be seen of a scene, and what its instruction means.
   *
   * @param features of each body in turn; bodies that are built alike stand in the order of their
   *     places, since their names could tell which is meant
   * @param right for each body that could be meant, in the same order, whether it is: 1 or 0
   * @param count for each number from 1 to 9 whether the instruction says it: 1 or 0
   */
  private record Layout(double[] features, double[] right, double[] count) {
    static Layout of(World world) {
      Choice choice = world.goal().choice();
      Model model = world.state().model();
      Set<String> names = new TreeSet<>();
      names.addAll(choice.right());
      names.addAll(choice.wrong());
      for (int body = 1; body < model.count(Kind.BODY); body++) {
        if (model.parent(body) == 0) {
          names.add(model.name(Kind.BODY, body));
        }
      }
      names.removeAll(Set.of("link0", "view_centre"));
      List<Seen> bodies =
          names.stream()
              .map(name -> Seen.of(world, name))
              .sorted(
                  Comparator.comparing(Seen::build)
                      .thenComparing(body -> Math.round(100 * body.pose.z()))
                      .thenComparing(body -> body.pose.y()))
              .toList();
      String said = number(world.instruction());
      return new Layout(
          bodies.stream()
              .flatMapToDouble(body -> body.features().stream().mapToDouble(f -> f))
              .toArray(),
          bodies.stream()
              .filter(
                  body -> choice.right().contains(body.name) || choice.wrong().contains(body.name))
              .mapToDouble(body -> choice.right().contains(body.name) ? 1 : 0)
              .toArray(),
          IntStream.range(1, 10).mapToDouble(n -> said.equals("" + n) ? 1 : 0).toArray());
    }
  }

  /**
   * @param build shapes and sizes of its geoms, in words
   */
  private record Seen(String name, String build, Pose pose, List<float[]> colours) {
    static Seen of(World world, String name) {
      Model model = world.state().model();
      int body = model.id(Kind.BODY, name);
      StringBuilder build = new StringBuilder();
      List<float[]> colours = new ArrayList<>();
      for (Geom geom : model.geoms()) {
        if (isPartOf(model, geom.body(), body)) {
          build.append(geom.shape());
          for (double size : geom.size()) {
            build.append(String.format(Locale.ROOT, " %.4f", size));
          }
          colours.add(model.rgba(geom.id()));
        }
      }
      return new Seen(name, build.toString(), world.pose(name), colours);
    }

    private static boolean isPartOf(Model model, int part, int whole) {
      return part == whole || part != 0 && isPartOf(model, model.parent(part), whole);
    }

    /** To the millimetre and half degree: the solver's order leaves traces that nobody can see. */
    List<Double> features() {
      double yaw = pose.yaw();
      List<Double> features = new ArrayList<>();
      for (double seen : new double[] {pose.x(), pose.y(), pose.z()}) {
        features.add(Math.rint(1000 * seen) / 1000);
      }
      for (double seen : new double[] {Math.cos(yaw), Math.sin(yaw)}) {
        features.add(Math.rint(100 * seen) / 100);
      }
      for (int channel = 0; channel < 3; channel++) {
        int c = channel;
        features.add(colours.stream().mapToDouble(rgba -> rgba[c]).average().orElse(0));
      }
      return features;
    }
  }

  /**
   * How often the classifier is right about scenes to which it was not fitted.
   *
   * @param chance how often the commonest answer is right
   */
  private record Guess(double accuracy, double chance, int n) {
    boolean isGivenAway() {
      return accuracy - LIMIT * Math.sqrt(accuracy * (1 - accuracy) / n) > chance;
    }

    static Guess of(List<Layout> layouts, Function<Layout, double[]> answer) {
      INDArray x = standardized(matrix(layouts.stream().map(Layout::features).toList()));
      INDArray y = matrix(layouts.stream().map(answer).toList());
      int half = layouts.size() / 2;
      // Neighbouring seeds have other variations, so that both halves have all of them.
      int[] first = IntStream.range(0, half).toArray();
      int[] second = IntStream.range(half, layouts.size()).toArray();
      int hits = hits(x, y, first, second) + hits(x, y, second, first);
      double chance = y.mean(0).maxNumber().doubleValue();
      return new Guess((double) hits / layouts.size(), chance, layouts.size());
    }

    /**
     * Fits W to min |X W − Y|² + λ |W|², and counts the answers of largest value that are right.
     */
    private static int hits(INDArray x, INDArray y, int[] fit, int[] test) {
      INDArray a = x.getRows(fit);
      INDArray squares =
          a.transpose()
              .mmul(a)
              .addi(Nd4j.eye(a.columns()).castTo(a.dataType()).muli(0.05 * fit.length));
      INDArray weights =
          InvertMatrix.invert(squares, false).mmul(a.transpose().mmul(y.getRows(fit)));
      INDArray guesses = x.getRows(test).mmul(weights).argMax(1);
      int hits = 0;
      for (int i = 0; i < test.length; i++) {
        hits += y.getDouble(test[i], guesses.getInt(i)) > 0.5 ? 1 : 0;
      }
      return hits;
    }

    private static INDArray matrix(Collection<double[]> rows) {
      return Nd4j.create(rows.toArray(new double[0][]));
    }

    /**
     * Each column with mean 0 and variance 1, or 0 where it never changes; and a column of ones.
     */
    private static INDArray standardized(INDArray x) {
      INDArray centred = x.subRowVector(x.mean(0));
      INDArray scaled = centred.divRowVector(centred.std(0).addi(1e-9));
      return Nd4j.hstack(scaled, Nd4j.ones(x.dataType(), x.rows(), 1));
    }
  }
}
