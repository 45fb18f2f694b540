package mirrorlab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.time.format.DateTimeFormatter;
import java.util.Formatter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mirrorlab.nn.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the order of the packages: each may use those before it, never those after.
 *
 * <pre>
 * files ─► nn ─┬─► understanding ─┬─► alignment ─┐
 *              ├─► execution ─────┘       ▲      │
 * episode ─────┤               metrics ───┘      ├─► evaluation ─► figures ─► experiment ─┬─► atlas ─► cli
 *              └─► world ─► data ────────────────┘                                        └─► notebook
 * physics ─────────┘         ▲
 *                   pickle ──┴─► checkpoint ─► cli
 * </pre>
 */
class ArchitectureTest {
  private static final String ROOT = "mirrorlab";
  private static final JavaClasses WITH_TESTS = new ClassFileImporter().importPackages(ROOT);
  private static final JavaClasses CLASSES =
      WITH_TESTS.that(
          describe(
              "are no tests",
              type -> !type.getSource().orElseThrow().getUri().getPath().contains("test-classes")));
  private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

  static {
    mayUse("episode");
    mayUse("files");
    mayUse("metrics");
    mayUse("nn", "files");
    mayUse("understanding", "episode", "nn");
    mayUse("execution", "episode", "nn");
    mayUse("alignment", "understanding", "execution", "metrics");
    mayUse("physics");
    mayUse("world", "episode", "physics");
    mayUse("pickle", "files");
    mayUse("checkpoint", "understanding", "pickle");
    mayUse("data", "world", "files", "pickle");
    mayUse("evaluation", "alignment", "data");
    mayUse("figures", "evaluation");
    mayUse("experiment", "figures");
    mayUse("notebook", "experiment");
    mayUse("atlas", "experiment");
    mayUse("cli", "atlas", "checkpoint");
  }

  /** A package may use those named after it here, and whatever these may use. */
  private static void mayUse(String name, String... before) {
    Set<String> all = new LinkedHashSet<>();
    for (String other : before) {
      all.add(other);
      all.addAll(MAY_USE.get(other));
    }
    MAY_USE.put(name, all);
  }

  static Set<String> packages() {
    return MAY_USE.keySet();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageUsesOnlyThoseBeforeIt(String name) {
    Set<String> allowed = new LinkedHashSet<>(MAY_USE.get(name));
    allowed.add(name);
    classes()
        .that(describe("are in " + name, type -> packageOf(type).equals(name)))
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are ours in " + allowed + " or not ours",
                type -> !isOurs(type) || allowed.contains(packageOf(type))))
        .check(CLASSES);
  }

  @Test
  void everyClassIsInOneOfThem() {
    Set<String> found =
        CLASSES.stream()
            .map(ArchitectureTest::packageOf)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(packages()), found);
  }

  @Test
  void onlyPhysicsHasNativeMemoryOfItsOwn() {
    noClasses()
        .that(describe("are outside physics", type -> !packageOf(type).equals("physics")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.jna..")
        .check(CLASSES);
  }

  @Test
  void numbersBecomeArraysByTensorsAlone() {
    // What these make may be freed in the middle of a step; see Tensors.
    Set<String> unsafe = Set.of("mul", "div", "pow", "minimum", "maximum");
    noClasses()
        .that(describe("are not Tensors", type -> !type.isEquivalentTo(Tensors.class)))
        .should()
        .callMethodWhere(
            describe(
                "an array is made of Java values",
                call ->
                    call.getTargetOwner().isAssignableTo(NDManager.class)
                            && call.getName().equals("create")
                        || call.getTargetOwner().isEquivalentTo(Activation.class)
                            && call.getName().equals("swish")
                        || call.getTargetOwner().isAssignableTo(NDArray.class)
                            && unsafe.contains(call.getName())
                            && call.getTarget()
                                .getRawParameterTypes()
                                .get(0)
                                .isEquivalentTo(Number.class)))
        .check(CLASSES);
  }

  /** Calls that follow the user's locale, or Java 17's default charset, unless given another. */
  private static final Map<Class<?>, Set<String>> LOCAL =
      Map.of(
          String.class, Set.of("format", "formatted", "toLowerCase", "toUpperCase", "getBytes"),
          PrintStream.class, Set.of("format", "printf", "<init>"),
          PrintWriter.class, Set.of("format", "printf"),
          FileReader.class, Set.of("<init>"),
          FileWriter.class, Set.of("<init>"),
          ByteArrayOutputStream.class, Set.of("toString"),
          Scanner.class, Set.of("<init>"),
          Formatter.class, Set.of("<init>"),
          InputStreamReader.class, Set.of("<init>"),
          DateTimeFormatter.class, Set.of("ofPattern"));

  @Test
  void nothingFollowsTheUsersLocale() {
    // In Persian, "%d" writes ۱۲. So: String.format(Locale.ROOT, …).
    noClasses()
        .should()
        .accessTargetWhere(
            describe("text is formatted, cased or encoded by default", ArchitectureTest::isLocal))
        .orShould()
        .dependOnClassesThat(
            describe(
                "format as the locale has it",
                type ->
                    type.getPackageName().equals("java.text")
                        && !type.getName().startsWith(Normalizer.class.getName())))
        .check(WITH_TESTS);
  }

  private static boolean isLocal(JavaAccess<?> access) {
    if (!(access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called)) {
      return false;
    }
    boolean told =
        called.getRawParameterTypes().stream()
            .anyMatch(it -> it.isEquivalentTo(Locale.class) || it.isEquivalentTo(Charset.class));
    return !told
        && LOCAL.entrySet().stream()
            .anyMatch(
                it ->
                    called.getOwner().isAssignableTo(it.getKey())
                        && it.getValue().contains(called.getName()));
  }

  private static boolean isOurs(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.equals(ROOT) || name.startsWith(ROOT + ".");
  }

  /** {@code mirrorlab.world.task.CloseJar} → {@code world}. */
  private static String packageOf(JavaClass type) {
    String[] parts = type.getBaseComponentType().getPackageName().split("\\.");
    return parts.length < 2 ? "" : parts[1];
  }
}
