package mirrorlab.cli;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mirrorlab.experiment.DeviceCheck;
import mirrorlab.nn.PyTorch;
import mirrorlab.physics.MuJoCo;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries each component that the lessons need, and reports which work and how to fix the others. */
@Command(
    name = "doctor",
    description =
        "Checks Java, the kernel, MuJoCo, DJL, ND4J, memory and disk: each row is ok or the fix.")
final class DoctorCommand implements Callable<Integer> {
  private static final String SET_UP_AGAIN =
      "delete the folder build/ and start ./mirrorlab again. (See 'A part that does not work' in"
          + " notebooks/trouble.md.)";
  private static final double GIGA = 1 << 30;
  private static final double MEMORY_NEEDED = 1.5;
  private static final double DISK_NEEDED = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--gpu",
      description =
          "Compares twenty training steps of U and E, and every metric, on the GPU and on the CPU.")
  private boolean gpu;

  /** Returns a description of the component, or throws with the fix in the message. */
  @FunctionalInterface
  private interface Check {
    String find() throws Exception;
  }

  @Override
  public Integer call() {
    Map<String, Check> checks = new LinkedHashMap<>();
    checks.put("Java", DoctorCommand::java);
    checks.put("Kernel", DoctorCommand::kernel);
    checks.put("MuJoCo", DoctorCommand::mujoco);
    checks.put("DJL", DoctorCommand::djl);
    checks.put("ND4J", DoctorCommand::nd4j);
    checks.put("Memory", DoctorCommand::memory);
    checks.put("Disk", DoctorCommand::disk);
    checks.put("GPU", gpu ? DoctorCommand::compared : DoctorCommand::gpus);

    PrintWriter out = spec.commandLine().getOut();
    boolean healthy = true;
    for (Map.Entry<String, Check> check : checks.entrySet()) {
      String state = "ok ";
      String text;
      try {
        text = check.getValue().find();
      } catch (Exception | LinkageError e) {
        healthy = false;
        state = "FIX";
        text = e.getMessage() == null ? e.toString() : e.getMessage();
      }
      out.printf(Locale.ROOT, "%-8s %s  %s%n", check.getKey(), state, text);
      out.flush();
    }
    return healthy ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static String java() {
    return Runtime.version() + ", " + System.getProperty("java.home");
  }

  private static String kernel() throws IOException {
    Path environment = made("venv", build().resolve("venv"));
    Path folder = made("kernel", environment.resolve("share/jupyter/kernels/java"));
    Path spec = folder.resolve("kernel.json");
    if (!Files.isRegularFile(spec)) {
      throw new IllegalStateException("no kernel at " + spec + "; " + SET_UP_AGAIN);
    }
    var kernel = JsonParser.parseString(Files.readString(spec)).getAsJsonObject();
    JsonArray command = kernel.getAsJsonArray("argv");
    Path java = Path.of(command.get(0).getAsString());
    if (!Files.isExecutable(java)) {
      throw new IllegalStateException(
          "the kernel starts " + java + ", which is not there; start ./mirrorlab run again");
    }
    Optional<Path> first = found(System.getenv().getOrDefault("JUPYTER_PATH", ""));
    if (first.isPresent() && !Files.isSameFile(first.get(), folder)) {
      throw new IllegalStateException(
          "Jupyter finds another kernel named java first, " + first.get() + "; unset JUPYTER_PATH");
    }
    String python =
        Files.readAllLines(environment.resolve("pyvenv.cfg")).stream()
            .filter(line -> line.startsWith("version"))
            .map(line -> line.replaceFirst("version(_info)? *= *", ""))
            .findFirst()
            .orElse("?");
    return kernel.get("display_name").getAsString() + ", Python " + python + ", " + environment;
  }

  /**
   * The folder of the first kernel named java on a JUPYTER_PATH; Jupyter ignores the case of kernel
   * names.
   */
  private static Optional<Path> found(String path) throws IOException {
    for (String entry : path.split(File.pathSeparator)) {
      Path kernels = Path.of(entry).resolve("kernels");
      if (!entry.isEmpty() && Files.isDirectory(kernels)) {
        try (Stream<Path> all = Files.list(kernels)) {
          Optional<Path> named =
              all.filter(it -> it.getFileName().toString().equalsIgnoreCase("java"))
                  .filter(it -> Files.exists(it.resolve("kernel.json")))
                  .findFirst();
          if (named.isPresent()) {
            return named;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String mujoco() {
    MuJoCo.load();
    return MuJoCo.VERSION + ", " + MuJoCo.library();
  }

  private static String djl() {
    Engine engine = PyTorch.engine();
    try (NDManager manager = engine.newBaseManager()) {
      float sum = manager.ones(new ai.djl.ndarray.types.Shape(2, 2)).sum().getFloat();
      if (sum != 4) {
        throw new IllegalStateException("1 + 1 + 1 + 1 came out as " + sum + "; " + SET_UP_AGAIN);
      }
    }
    return engine.getEngineName() + " " + engine.getVersion() + " on " + engine.defaultDevice();
  }

  private static String nd4j() {
    double sum = Nd4j.ones(2, 2).sumNumber().doubleValue();
    if (sum != 4) {
      throw new IllegalStateException("1 + 1 + 1 + 1 came out as " + sum + "; " + SET_UP_AGAIN);
    }
    return Nd4j.getBackend().getClass().getSimpleName()
        + " "
        + Nd4j.getExecutioner().getEnvironmentInformation().getProperty("blas.vendor");
  }

  private static String gpus() {
    return DeviceCheck.gpus() == 0
        ? "none that this build uses: everything works on the CPU"
        : DeviceCheck.gpus() + " for DJL";
  }

  private static String compared() throws IOException, InterruptedException {
    if (DeviceCheck.gpus() == 0) {
      throw new IllegalStateException("no GPU here. (See 'No GPU here' in notebooks/trouble.md.)");
    }
    Map<String, Double> differences = DeviceCheck.run();
    List<String> rows =
        differences.entrySet().stream()
            .map(it -> String.format(Locale.ROOT, "%s %.1e", it.getKey(), it.getValue()))
            .toList();
    String text = "largest differences from the CPU: " + String.join(", ", rows);
    if (differences.values().stream().anyMatch(it -> !(it <= DeviceCheck.TOLERANCE))) {
      throw new IllegalStateException(
          text + "; at most " + DeviceCheck.TOLERANCE + " is expected: use the CPU's library");
    }
    return text;
  }

  private static String memory() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double total = system.getTotalMemorySize() / GIGA;
    return enough("memory", total, MEMORY_NEEDED, "give this machine or container more");
  }

  private static String disk() throws IOException {
    double free = Files.getFileStore(build()).getUsableSpace() / GIGA;
    return enough("free disk", free, DISK_NEEDED, "make room where " + build() + " lies");
  }

  private static String enough(String what, double found, double needed, String fix) {
    if (found < needed) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%.1f GB of %s, %.1f needed; %s. (See 'Too little memory or disk' in"
                  + " notebooks/trouble.md.)",
              found,
              what,
              needed,
              fix));
    }
    return String.format(Locale.ROOT, "%.1f GB of %s", found, what);
  }

  /** The launcher's build folder. */
  private static Path build() {
    return made("build", root().resolve("build"));
  }

  /** A folder given by the launcher, or its default. */
  private static Path made(String name, Path otherwise) {
    return Path.of(System.getProperty("mirrorlab." + name, otherwise.toString()));
  }

  /** The project's root, given by the launcher. */
  private static Path root() {
    String root = System.getProperty("mirrorlab.root");
    if (root == null) {
      throw new IllegalStateException("-Dmirrorlab.root is not set; start ./mirrorlab doctor");
    }
    return Path.of(root);
  }
}
