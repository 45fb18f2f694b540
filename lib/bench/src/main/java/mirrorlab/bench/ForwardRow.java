package mirrorlab.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mirrorlab.episode.Episode;
import mirrorlab.execution.Batch;
import mirrorlab.execution.BatchArrays;
import mirrorlab.execution.ImitationTraining;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.PolicySize;
import mirrorlab.experiment.Encoders;
import mirrorlab.files.Folder;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.PyTorch;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.Vocabulary;
import mirrorlab.nn.Weights;
import mirrorlab.understanding.VideoTextSize;
import mirrorlab.understanding.VideoTower;

/**
 * A forward pass of a published size, with random weights.
 *
 * @param model the published model
 * @param batch B
 */
record ForwardRow(Model model, int batch) implements Row {
  /** A published model. */
  enum Model {
    /** ViCLIP-B/16. */
    VICLIP("ViCLIP-B/16, the representation of %d clip(s) of 8 frames of 224×224"),
    /** ARP. */
    ARP("ARP, the loss of %d keyframe(s), two stages of three views of 224×224");

    private final String shown;

    Model(String shown) {
      this.shown = shown;
    }

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String id() {
    return String.format(Locale.ROOT, "forward-%s-%d", model.id(), batch);
  }

  @Override
  public String compared() {
    return String.format(
        Locale.ROOT, model.shown + "; no gradients, 32-bit floats, 1 thread", batch);
  }

  @Override
  public String unit() {
    return "pass";
  }

  @Override
  public double goal() {
    return 1;
  }

  @Override
  public double tolerance() {
    return 1e-3;
  }

  @Override
  public Side ours(Session session) throws Exception {
    return model == Model.VICLIP ? viclip(session) : arp(session);
  }

  private Side viclip(Session session) throws Exception {
    VideoTextSize size = VideoTextSize.b16();
    Parameters parameters = new Parameters(1);
    VideoTower tower = new VideoTower(parameters.at("vision_encoder"), size);
    NDManager manager = parameters.manager();
    int side = size.pixels();
    byte[] pixels = new byte[batch * size.frames() * side * side * 3];
    new Random(1).nextBytes(pixels);
    NDArray clips = Tensors.of(manager, pixels, batch, size.frames(), side, side, 3);
    write(session, parameters, Map.of("clips", clips.toType(DataType.FLOAT32, true)));
    return new Ours(
        () ->
            tower.represent(
                Tensors.of(manager, pixels, batch, size.frames(), side, side, 3), false),
        parameters::close);
  }

  private Side arp(Session session) throws Exception {
    List<Episode> episodes = TrainingData.episodes(session);
    Vocabulary vocabulary = Encoders.vocabulary(episodes);
    KeyframePolicy policy = new KeyframePolicy(PolicySize.arp(), vocabulary, 1);
    ImitationTraining training = BatchArrays.training(policy, episodes, batch);
    Batch keyframes = training.batch(0);
    try (NDManager manager = PyTorch.engine().newBaseManager()) {
      write(session, policy.parameters(), BatchArrays.of(manager, keyframes, policy.size()));
    }
    return new Ours(
        () -> training.losses(keyframes).values().stream().reduce(NDArray::add).orElseThrow(),
        policy::close);
  }

  private record Ours(Supplier<NDArray> pass, Runnable end) implements Side {
    @Override
    public Timing run(long n) throws Exception {
      return Timing.of(n, this::answer);
    }

    @Override
    public double[] answer() {
      float[] numbers = Autograd.infer(() -> pass.get().toFloatArray());
      double[] answer = new double[numbers.length];
      for (int i = 0; i < answer.length; i++) {
        answer[i] = numbers[i];
      }
      return answer;
    }

    @Override
    public void close() {
      end.run();
    }
  }

  private void write(Session session, Parameters parameters, Map<String, NDArray> arrays)
      throws Exception {
    Path folder = Folder.create(folder(session));
    Weights.save(folder.resolve("weights.safetensors"), parameters.all());
    Weights.save(folder.resolve("batch.safetensors"), arrays);
  }

  private Path folder(Session session) {
    return session.folder().resolve(id());
  }

  @Override
  public List<Peer> peers(Session session) throws Exception {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("weights", folder(session).resolve("weights.safetensors").toString());
    settings.put("batch", folder(session).resolve("batch.safetensors").toString());
    if (model == Model.ARP) {
      Vocabulary vocabulary = Encoders.vocabulary(TrainingData.episodes(session));
      settings.put("words", vocabulary.size());
      settings.put("length", vocabulary.length());
    }
    String row = String.format(Locale.ROOT, "%s-%d", model.id(), batch);
    return List.of(session.peer("forward", row, "PyTorch", settings));
  }

  static List<Row> all() {
    return Stream.of(Model.values())
        .flatMap(model -> Stream.of(1, 8).<Row>map(batch -> new ForwardRow(model, batch)))
        .toList();
  }
}
