package mirrorlab.cli;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.checkpoint.ViclipCheckpoint;
import mirrorlab.nn.Vocabulary;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;
import mirrorlab.world.Task;
import mirrorlab.world.Tasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./mirrorlab convert}. */
@Command(
    name = "convert",
    description =
        "Brings published weights of ViCLIP into the form of ours: a checkpoint of torch.save,"
            + " whose pickle is not run, or a safetensors file.")
final class ConvertCommand implements Callable<Integer> {
  /** The arrays of an encoder, by the name of its size. */
  private static final Map<String, Supplier<Map<String, Shape>>> SIZES =
      new TreeMap<>(
          Map.of(
              "b16", () -> published(VideoTextSize.b16()),
              "l14", () -> published(VideoTextSize.l14()),
              "mini", ConvertCommand::mini));

  private static final int BYTE_PAIRS = 49_408; // V of CLIP's tokenizer

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CHECKPOINT",
      converter = Domains.File.class,
      description =
          "A .pth, .pt, .bin or .safetensors file, or the .index.json of one in several files.")
  private Path checkpoint;

  @Option(
      names = "--size",
      required = true,
      description =
          "Of the encoder that the weights are for: b16 or l14, with CLIP's byte pairs; or mini,"
              + " with the words of our tasks.")
  private String size;

  @Option(
      names = "-o",
      required = true,
      paramLabel = "FILE",
      description = "To write, such as weights.safetensors.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    check();
    Map<String, Shape> wanted = SIZES.get(size).get();
    ViclipCheckpoint.convert(checkpoint, wanted, file);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d arrays, %d numbers%n",
            file,
            wanted.size(),
            wanted.values().stream().mapToLong(Shape::size).sum());
    return 0;
  }

  private void check() throws IOException {
    if (!SIZES.containsKey(size)) {
      throw wrong("--size is " + size + "; the sizes are " + String.join(", ", SIZES.keySet()));
    }
    if (Files.isDirectory(file)) {
      throw wrong("-o is " + file + ", a folder; name a file in it");
    }
    if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
      throw wrong("-o is " + file + "; make its folder first, or choose another");
    }
    if (Files.exists(file) && Files.exists(checkpoint) && Files.isSameFile(file, checkpoint)) {
      throw wrong("-o is " + file + ", the checkpoint itself; choose another file");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The arrays of the encoder whose vocabulary covers all tasks. */
  private static Map<String, Shape> mini() {
    List<String> texts = Tasks.all().stream().flatMap(ConvertCommand::instructions).toList();
    Vocabulary words = Vocabulary.of(texts);
    return VideoTextEncoder.shapes(VideoTextSize.mini(), words.size(), words.length());
  }

  private static Map<String, Shape> published(VideoTextSize size) {
    return VideoTextEncoder.shapes(size, BYTE_PAIRS, VideoTextSize.CONTEXT);
  }

  private static Stream<String> instructions(Task task) {
    return IntStream.range(0, task.variations())
        .boxed()
        .flatMap(variation -> task.instructions(variation).stream());
  }
}
