package mirrorlab.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mirrorlab.experiment.Provenance;

/**
 * The record of one run.
 *
 * @param schema {@value #SCHEMA}
 * @param computed versions, device and cores
 * @param processor the machine's processor
 * @param loads average number of running processes, at the beginning and at the end; where it is
 *     above the cores that this run uses, others took part of the machine
 * @param rows measurements
 * @param failed rows that could not be measured, each with the reason
 */
record BenchRecord(
    String schema,
    Provenance computed,
    String processor,
    List<Double> loads,
    List<Measured> rows,
    List<Failed> failed) {
  static final String SCHEMA = "mirrorlab.bench/1";

  /**
   * A row that could not be measured.
   *
   * @param row its name
   * @param why in one line
   */
  record Failed(String row, String why) {}

  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** The processor's name, where the system tells it. */
  static String processorHere() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
